import { describe, expect, onTestFinished, test } from 'vitest';
import { PostgresStore } from '../../src/storage/postgres/postgres-store.ts';
import { systemClock, type Clock } from '../../src/engine/clock.ts';
import { HttpWebhookSender } from '../../src/webhooks/http-webhook-sender.ts';
import { WebhookDispatcher } from '../../src/webhooks/webhook-dispatcher.ts';
import type { WebhookLogEntry } from '../../src/webhooks/webhook-log.ts';
import { createTestDatabase, type TestDatabase } from '../postgres/database.ts';
import { open } from '../session/story.ts';
import { terms } from '../session/terms.ts';
import { startReceiver } from '../support/webhook-receiver.ts';
import { endpointAt } from './dispatching.ts';

/** A clock apart from the machine's. */
const clockApart = (offsetMs: number): Clock => ({ ...systemClock, nowMs: () => Date.now() + offsetMs });

/** One broker's dispatcher, with connections of its own. */
async function startDispatcher({ settings }: TestDatabase, url: string, offsetMs = 0) {
  const store = await PostgresStore.open(settings, `at ${offsetMs}`, systemClock);
  const entries: WebhookLogEntry[] = [];
  const dispatcher = new WebhookDispatcher(
    { outbox: store.outbox, isShared: true, clock: clockApart(offsetMs), random: () => 0, log: (entry) => void entries.push(entry) },
    [{ id: terms.tenantId, webhooks: [endpointAt(url)] }],
    () => new HttpWebhookSender(url, { allowLoopback: true, timeoutMs: 20_000, connectTimeoutMs: 2_000 }),
  );
  onTestFinished(async () => {
    await dispatcher.stop();
    await store.close();
  });
  return { store, dispatcher, entries };
}

const deliveries = (count: number, createdAtMs = 0) =>
  Array.from({ length: count }, (_, number) => ({
    id: `evt_${number}-main`,
    eventId: `evt_${number}`,
    tenantId: terms.tenantId,
    endpointId: 'main',
    sessionId: terms.id,
    type: 'payment.settled' as const,
    body: JSON.stringify({ number }),
    createdAtMs,
  }));

describe('two brokers that share an outbox', { timeout: 60_000 }, () => {
  test.each([
    ['clocks that agree', 0],
    ['a clock that is two minutes ahead of the other', 120_000],
    ['a clock that is two minutes behind the other', -120_000],
  ])('send each webhook once, with %s', async (_, offsetMs) => {
    const count = 60;
    const database = await createTestDatabase();
    const receiver = await startReceiver();
    // All four of whoever comes first are held until the other broker has looked, too: what is held must be nobody else's.
    const held = Promise.withResolvers<void>();
    receiver.answer = (response, position) => {
      if (position === 8) held.resolve();
      void held.promise.then(() => response.writeHead(204).end());
    };
    const [one, two] = await Promise.all([startDispatcher(database, receiver.url), startDispatcher(database, receiver.url, offsetMs)]);
    await one.store.create(open.session, []);
    await one.store.commit({ from: open.session, to: open.session, effects: [], deliveries: deliveries(count) });
    one.dispatcher.start();
    two.dispatcher.start();
    const delivered = async () =>
      (await one.store.outbox.list({ tenantId: terms.tenantId, afterPosition: 0, limit: count, filter: 'delivered' })).items;
    await expect.poll(async () => (await delivered()).length, { timeout: 40_000 }).toBe(count);

    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(count);
    expect(ids).toHaveLength(count);
    expect((await delivered()).every(({ attempts }) => attempts === 1)).toBe(true);
    expect([one, two].map(({ entries }) => entries.filter(({ type }) => type === 'webhook_delivered').length)).not.toContain(0);
  });

  test('take over the webhooks of one that died while it sent them, and the dead one’s word counts no more', async () => {
    const database = await createTestDatabase();
    const receiver = await startReceiver();
    const { store, dispatcher } = await startDispatcher(database, receiver.url);
    await store.create(open.session, []);
    await store.commit({ from: open.session, to: open.session, effects: [], deliveries: deliveries(3) });
    const endpoint = { tenantId: terms.tenantId, endpointId: 'main', url: receiver.url };
    const dead = await store.outbox.claimDue({ endpoint, nowMs: Date.now(), limit: 3, leaseMs: 60_000 });
    expect(dead).toHaveLength(3);
    expect(await store.outbox.claimDue({ endpoint, nowMs: Date.now() + 86_400_000, limit: 3, leaseMs: 60_000 })).toEqual([]);

    await database.query("UPDATE webhook_deliveries SET leased_until = clock_timestamp() - interval '1 second'");
    dispatcher.start();
    await receiver.count(3);
    const all = async () => (await store.outbox.list({ tenantId: terms.tenantId, afterPosition: 0, limit: 9 })).items;
    await expect.poll(async () => (await all()).map(({ status }) => status), { timeout: 20_000 }).toEqual(Array(3).fill('delivered'));
    for (const claimed of dead)
      expect(await store.outbox.record(claimed, receiver.url, Date.now(), { type: 'failed', failure: 'timeout' })).toBe(false);
    expect((await all()).map(({ status }) => status)).toEqual(Array(3).fill('delivered'));
  });
});
