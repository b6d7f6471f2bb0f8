import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

interface Line {
  readonly type: string;
  readonly requestId?: string;
  readonly sessionId?: string;
}

describe('the id of a request', { timeout: 30_000 }, () => {
  it('is made here and accepted from nobody', async () => {
    const { client, log } = await startTestBroker('http://127.0.0.1:9');
    const claimed = 'req_000000000000000000000000';
    const { headers } = await client.call('/healthz', {
      headers: { 'request-id': claimed, 'x-request-id': claimed, traceparent: claimed },
    });
    expect(headers.get('request-id')).toMatch(/^req_[0-9a-f]{24}$/);
    expect(headers.get('request-id')).not.toBe(claimed);
    await expect.poll(() => log.join(''), { timeout: 30_000 }).toContain(String(headers.get('request-id')));
    expect(log.join('')).not.toContain(claimed);
  });

  it('is in every line that its request leads to, and in none that the broker’s own work does', async () => {
    const instamed = await startInstaMed();
    const { client, log } = await startTestBroker(instamed.url);
    const lines = () => log.map((line) => JSON.parse(line) as Line);
    const session = await client.create();
    const events = await client.follow(session);
    const answer = await client.call(`/v1/payment-sessions/${session.id}/launch`, { body: {}, key: session.clientSecret });
    const requestId = answer.headers.get('request-id');
    await onScreen(instamed, answer.body as never, 'pay');
    await events.until('approved');
    await events.close();
    const changes = lines().filter(({ type, sessionId }) => type === 'status_changed' && sessionId === session.id);
    expect(changes.map((line) => line.requestId)).toEqual([requestId, requestId, ...changes.slice(2).map(() => undefined)]);
    expect(changes.length).toBeGreaterThan(2);
  });

  it('is in the lines of a call that InstaMed did not answer', async () => {
    const { client, log } = await startTestBroker('http://127.0.0.1:9');
    const { id } = await client.create();
    const { headers } = await client.call(`/v1/payment-sessions/${id}/launch`, { body: {} });
    const unavailable = log.map((line) => JSON.parse(line) as Line).find(({ type }) => type === 'upstream_unavailable');
    expect(unavailable?.requestId).toBe(headers.get('request-id'));
  });
});
