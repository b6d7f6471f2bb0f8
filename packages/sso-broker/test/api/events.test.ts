import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

const nowhere = 'http://127.0.0.1:9';

describe('the event stream of a session', { timeout: 30_000 }, () => {
  it('shows the current state first, and then each change in order', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url);
    const session = await client.create();
    const events = await client.follow(session);
    const first = await events.nextView();
    expect(first).toMatchObject({ id: session.id, status: 'created', sequence: 1 });
    await onScreen(instamed, await client.launch(session), 'pay');
    const sequences = [first.sequence];
    for (let view = first; view.status !== 'approved';) {
      view = await events.nextView();
      sequences.push(view.sequence);
    }
    expect(sequences).toEqual([...new Set(sequences)].toSorted((left, right) => left - right));
    await events.close();
  });

  it('shows a settled session to whoever comes late', async () => {
    const { client } = await startTestBroker(nowhere);
    const session = await client.create();
    await client.call(`/v1/payment-sessions/${session.id}/cancel`, { body: {} });
    const events = await client.follow(session);
    expect((await events.nextView()).status).toBe('canceled');
    await events.close();
  });

  it('does not repeat what Last-Event-ID says is known, and shows what is newer', async () => {
    const { client } = await startTestBroker(nowhere);
    const session = await client.create();
    const events = await client.follow(session, 1);
    await client.call(`/v1/payment-sessions/${session.id}/cancel`, { body: {} });
    expect((await events.nextView()).sequence).toBe(2);
    const behind = await client.follow(session, 1);
    expect((await behind.nextView()).sequence).toBe(2);
    await Promise.all([events.close(), behind.close()]);
  });

  it('is one of a bounded number, and makes room when it is closed', async () => {
    const { client, log } = await startTestBroker(nowhere, { limits: { streamsPerSession: 1 } });
    const session = await client.create();
    const events = await client.follow(session);
    await events.nextView();
    const refused = await client.call(`/v1/payment-sessions/${session.id}/events`, { key: session.clientSecret });
    expect([refused.status, refused.body.error.code]).toEqual([429, 'ERR_TOO_MANY_STREAMS']);
    expect(refused.headers.get('retry-after')).toBe('5');
    await events.close();
    await expect.poll(() => log.some((line) => line.includes('/events') && line.includes('"status":200'))).toBe(true);
    const again = await client.follow(session);
    expect((await again.nextView()).status).toBe('created');
    await again.close();
  });

  it('asks to reconnect and ends when the broker drains', async () => {
    const broker = await startTestBroker(nowhere);
    const session = await broker.client.create();
    const events = await broker.client.follow(session);
    await events.nextView();
    const closed = broker.close();
    expect((await events.next())?.event).toBe('reconnect');
    expect(await events.next()).toBeUndefined();
    await closed;
  });
});
