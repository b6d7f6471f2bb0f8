import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { allowedOrigin } from '../support/credentials.ts';

const nowhere = 'http://127.0.0.1:9';

describe('the page to be framed', { timeout: 30_000 }, () => {
  it('is empty, names its tenant’s origins, and brings the widget’s scripts by their digests', async () => {
    const { client, url } = await startTestBroker(nowhere);
    const { id, clientSecret } = await client.create({ patient: { id: 'Planted-Mrn', lastName: 'Planted-Family' } });
    const { status, body } = await client.call<string>(`/embed/${id}`, { key: '' });
    expect(status).toBe(200);
    expect(body).toContain(`<body data-origins="${allowedOrigin}"></body>`);
    for (const word of ['Planted', clientSecret, '125.00', id]) expect(body).not.toContain(word);
    const tags = [...body.matchAll(/<script src="\.\.(?<path>[^"]+)" integrity="sha384-(?<digest>[^"]+)" crossorigin="anonymous" defer>/g)];
    expect(tags.map(({ groups }) => groups?.['path']?.replace(/@.*/, ''))).toEqual([
      '/widget/collect-payment',
      '/widget/collect-payment-embed',
    ]);
    expect(body.match(/<script/g)).toHaveLength(tags.length);
    for (const { groups } of tags) {
      const script = await fetch(`${url}${groups?.['path'] ?? ''}`);
      const code = Buffer.from(await script.arrayBuffer());
      expect(createHash('sha384').update(code).digest('base64')).toBe(groups?.['digest']);
    }
  });

  it.each(['ps_0000000000000000000000', 'ps_x', '%3Cscript%3E', '..%2f..%2fetc'])(
    'is not there for a session that is not: %s',
    async (id) => {
      const { client } = await startTestBroker(nowhere);
      const { status, body, headers } = await client.call(`/embed/${id}`, { key: '' });
      expect([status, body.error.code]).toEqual([404, 'ERR_SESSION_UNKNOWN']);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    },
  );

  it.each(['document', 'script', 'object', 'embed', 'empty', 'worker'])(
    'is for a frame, and not for what a browser calls “%s”',
    async (dest) => {
      const { client } = await startTestBroker(nowhere);
      const { id } = await client.create();
      const asked = (as: string) => client.call(`/embed/${id}`, { key: '', headers: { 'sec-fetch-dest': as } });
      expect((await asked('iframe')).status).toBe(200);
      const { status, body } = await asked(dest);
      expect([status, body.error.code]).toEqual([403, 'ERR_FETCH_METADATA']);
    },
  );
});

describe('the widget’s scripts', { timeout: 30_000 }, () => {
  it.each(['collect-payment.js', 'collect-payment@0.1.0-000000000000.js', '..%2fscripts-inventory.json', 'scripts-inventory.json'])(
    'have no other names: %s',
    async (file) => {
      const { client } = await startTestBroker(nowhere);
      const { status, body, headers } = await client.call(`/widget/${file}`, { key: '' });
      expect([status, body.error.code]).toEqual([404, 'ERR_ROUTE_UNKNOWN']);
      expect(headers.get('cache-control')).toBe('no-store');
    },
  );
});
