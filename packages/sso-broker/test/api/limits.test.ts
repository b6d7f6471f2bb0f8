import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { otherTenantKey } from '../support/credentials.ts';

const nowhere = 'http://127.0.0.1:9';

describe('too many requests', { timeout: 30_000 }, () => {
  it('of one page are refused, while others go on', async () => {
    const { client } = await startTestBroker(nowhere, { limits: { pageRequestsPerMinute: 3 } });
    const [noisy, quiet] = [await client.create(), await client.create()];
    const read = (session: typeof noisy) => client.call(`/v1/payment-sessions/${session.id}`, { key: session.clientSecret });
    for (let count = 0; count < 3; count += 1) expect((await read(noisy)).status).toBe(200);
    const refused = await read(noisy);
    expect([refused.status, refused.body.error.code]).toEqual([429, 'ERR_TOO_MANY_REQUESTS']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await read(quiet)).status).toBe(200);
    expect((await client.call(`/v1/payment-sessions/${noisy.id}`)).status).toBe(200);
  });

  it('of one page are refused when they are writes too', async () => {
    const { client } = await startTestBroker(nowhere, { limits: { pageRequestsPerMinute: 1 } });
    const { id, clientSecret: key } = await client.create();
    const check = () => client.call(`/v1/payment-sessions/${id}/check`, { body: {}, key });
    expect((await check()).status).toBe(200);
    expect((await check()).body.error.code).toBe('ERR_TOO_MANY_REQUESTS');
  });

  it('of one host are refused, and of another are not', async () => {
    const { client } = await startTestBroker(nowhere, { limits: { hostRequestsPerMinute: 1 } });
    await client.create();
    expect((await client.call('/v1/payment-sessions')).body.error.code).toBe('ERR_TOO_MANY_REQUESTS');
    expect((await client.call('/v1/payment-sessions', { key: otherTenantKey })).status).toBe(200);
  });
});

describe('what is not HTTP', { timeout: 30_000 }, () => {
  it.each(['NONSENSE\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'])(
    'is refused in the same words as everything else: %j',
    async (request) => {
      const { url } = await startTestBroker(nowhere);
      const { hostname, port } = new URL(url);
      const socket = connect(Number(port), hostname);
      socket.write(request);
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"code":"ERR_REQUEST_MALFORMED"');
    },
  );
});
