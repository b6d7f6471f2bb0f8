import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { terms } from '../support/client.ts';
import { otherTenantKey } from '../support/credentials.ts';
import { basic, basicInbound, inboundPath } from '../support/inbound.ts';
import { startInstaMed } from '../support/instamed.ts';

const nowhere = 'http://127.0.0.1:9';
const tokenLifeMs = 15 * 60_000;

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

describe('new sessions', { timeout: 30_000 }, () => {
  it('of one tenant are refused beyond its pace, and another makes its own', async () => {
    const { client } = await startTestBroker(nowhere, { limits: { createsPerSecond: 1, createsAtOnce: 1 } });
    const create = (key?: string) => client.call('/v1/payment-sessions', { body: { ...terms, sso: 'nvp' }, key });
    const answers = await Promise.all(Array.from({ length: 20 }, () => create()));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(5);
    expect(refused.map(({ body, headers }) => [body.error.code, headers.get('retry-after')])).toEqual(
      refused.map(() => ['ERR_TOO_MANY_REQUESTS', '1']),
    );
    expect((await create(otherTenantKey)).status).toBe(201);
    expect((await client.call('/v1/payment-sessions')).status).toBe(200);
  });
});

describe('reads of one session', { timeout: 30_000 }, () => {
  it('are refused beyond their pace, and leave its host, its writes and other sessions alone', async () => {
    const { client } = await startTestBroker(nowhere, { limits: { readsPerSecond: 1 } });
    const { id, clientSecret: key } = await client.create();
    const answers = await Promise.all(Array.from({ length: 30 }, () => client.call(`/v1/payment-sessions/${id}`, { key })));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(5);
    expect((await client.call(`/v1/payment-sessions/${id}`)).status).toBe(200);
    expect((await client.call(`/v1/payment-sessions/${id}/check`, { body: {}, key })).status).toBe(200);
    const other = await client.create();
    expect((await client.call(`/v1/payment-sessions/${other.id}`, { key: other.clientSecret })).status).toBe(200);
  });
});

describe('launches of one session', { timeout: 30_000 }, () => {
  it('are refused when the one before was a moment ago and gave no page', async () => {
    const { client } = await startTestBroker(nowhere, { limits: { launchIntervalMs: 3_600_000 } });
    const { id, clientSecret: key } = await client.create();
    const launch = (headers: Record<string, string> = {}) => client.call(`/v1/payment-sessions/${id}/launch`, { body: {}, key, headers });
    expect([(await launch()).body.error.code, (await launch()).body.error.code]).toEqual([
      'ERR_UPSTREAM_UNREACHABLE',
      'ERR_UPSTREAM_UNREACHABLE',
    ]);
    // Under a key too, and such a refusal is not kept under it.
    const refused = await launch({ 'idempotency-key': 'launch-1' });
    expect([refused.status, refused.body.error.code]).toEqual([429, 'ERR_TOO_MANY_LAUNCHES']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
    expect((await launch({ 'idempotency-key': 'launch-1' })).headers.get('idempotent-replayed')).toBeNull();
  });

  it('are refused for good when it has had its number of pages', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url, { limits: { launchesPerSession: 1 } });
    const session = await client.create();
    const { url } = await client.launch(session);
    expect(await client.launch(session)).toMatchObject({ url, reused: true });
    instamed.clock.advance(tokenLifeMs + 1);
    await expect.poll(async () => (await client.read(session.id)).status, { timeout: 20_000 }).toBe('expired');
    const refused = await client.call(`/v1/payment-sessions/${session.id}/launch`, { body: {}, key: session.clientSecret });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'ERR_LAUNCHES_SPENT']);
  });
});

describe('refused credentials', { timeout: 30_000 }, () => {
  it('of one address are answered 429 beyond their number, whatever the call, and a good one is taken all the same', async () => {
    const { client } = await startTestBroker(nowhere, { limits: { failedAuthenticationsPerMinute: 3 }, inbound: basicInbound });
    const { id, clientSecret } = await client.create();
    const guess = (key: string) => client.call('/v1/payment-sessions', { key });
    const secret = () => client.call(`/v1/payment-sessions/${id}`, { key: `${clientSecret.slice(0, -2)}xx` });
    const notify = () => client.call(inboundPath, { body: '{}', key: '', headers: { authorization: basic('guess') } });
    expect([(await guess('sk_1')).status, (await secret()).status, (await notify()).status]).toEqual([401, 401, 401]);
    for (const refused of [await guess('sk_2'), await secret(), await notify(), await guess('')]) {
      expect([refused.status, refused.body.error.code]).toEqual([429, 'ERR_TOO_MANY_FAILURES']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await client.call('/v1/payment-sessions')).status).toBe(200);
    expect((await client.call(`/v1/payment-sessions/${id}`, { key: clientSecret })).status).toBe(200);
  });
});

describe('event streams of one address', { timeout: 30_000 }, () => {
  it('are refused beyond their number, whatever their session', async () => {
    const { client } = await startTestBroker(nowhere, { limits: { streamsPerAddress: 1 } });
    const events = await client.follow(await client.create());
    await events.nextView();
    const { id, clientSecret: key } = await client.create();
    const refused = await client.call(`/v1/payment-sessions/${id}/events`, { key });
    expect([refused.status, refused.body.error.code, refused.headers.get('retry-after')]).toEqual([429, 'ERR_TOO_MANY_STREAMS', '5']);
    await events.close();
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
