import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { startInstaMed } from '../support/instamed.ts';

describe('a broker that drains', { timeout: 30_000 }, () => {
  it('finishes what is under way, and sends everything else away', async () => {
    const instamed = await startInstaMed();
    instamed.faults.arm('sso-timeout', { count: 1 });
    const broker = await startTestBroker(instamed.url, { answerTimeoutMs: 4000 });
    const { client } = broker;
    const session = await client.create();
    const events = await client.follow(session);
    const launch = client.call(`/v1/payment-sessions/${session.id}/launch`, { body: {} });
    await events.until('launching');
    const closed = broker.close();

    const refused = await client.call('/readyz');
    expect([refused.status, refused.body.error.code]).toEqual([503, 'ERR_DRAINING']);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await client.call('/v1/payment-sessions')).status).toBe(503);
    expect((await client.call('/healthz')).status).toBe(200);
    expect((await launch).body.error.code).toBe('ERR_UPSTREAM_TIMEOUT');
    await closed;
    await expect(client.call('/healthz')).rejects.toThrow('fetch failed');
  });
});
