import { describe, expect, test } from 'vitest';
import { open } from '../session/story.ts';
import { terms } from '../session/terms.ts';
import type { NewDelivery } from '../../src/storage/outbox.ts';
import type { Store } from '../../src/storage/store.ts';

const endpoint = { tenantId: 'clinic', endpointId: 'main', url: 'https://host.test/hooks' };
const { url } = endpoint;
const delivered = { type: 'delivered', responseStatus: 204 } as const;

const delivery = (id: string, more: Partial<NewDelivery> = {}): NewDelivery => ({
  id,
  eventId: 'evt_1',
  tenantId: 'clinic',
  endpointId: 'main',
  sessionId: terms.id,
  type: 'payment.settled',
  body: '{"é":"李"}',
  createdAtMs: 100,
  ...more,
});

/** What every storage engine promises about webhooks on their way. */
export function testOutbox(storeOf: () => Store): void {
  const claim = (nowMs: number, leaseMs = 60_000) => storeOf().outbox.claimDue({ endpoint, nowMs, limit: 9, leaseMs });
  const nextDueAtMs = (from = endpoint) => storeOf().outbox.nextDueAtMs(from, 100);
  const list = async (filter?: 'pending' | 'delivered' | 'failed') =>
    (await storeOf().outbox.list({ tenantId: 'clinic', afterPosition: 0, limit: 9, ...(filter && { filter }) })).items;

  describe('its outbox', () => {
    const { session } = open;
    const put = async (...deliveries: readonly NewDelivery[]) => {
      await storeOf().create(session, []);
      await storeOf().commit({ from: session, to: session, effects: [], deliveries });
    };
    test('stores deliveries with the decision, and none of a decision that is refused', async () => {
      await put(delivery('a'));
      const stale = { ...session, sequence: 99 };
      expect(await storeOf().commit({ from: stale, to: stale, effects: [], deliveries: [delivery('b')] })).toBe('conflict');
      expect(await list()).toEqual([{ ...delivery('a'), status: 'pending', attempts: 0, nextAttemptAtMs: 100 }]);
    });

    test('stores a delivery once, however often it is decided', async () => {
      await put(delivery('a'));
      await storeOf().commit({ from: session, to: session, effects: [], deliveries: [delivery('a', { body: 'other' })] });
      expect(await list()).toMatchObject([{ body: '{"é":"李"}' }]);
    });

    test('hands out the due deliveries of one endpoint, each to one taker', async () => {
      await put(
        delivery('late', { createdAtMs: 300 }),
        delivery('early'),
        delivery('other', { endpointId: 'second' }),
        delivery('foreign', { tenantId: 'x' }),
      );
      expect(await nextDueAtMs()).toBe(100);
      expect(await claim(99)).toEqual([]);
      expect((await claim(100)).map((claimed) => claimed.delivery.id)).toEqual(['early']);
      expect((await claim(300)).map((claimed) => claimed.delivery.id)).toEqual(['late']);
      expect(await claim(300)).toEqual([]);
    });

    test('hands out again, the earliest first, what its taker has not done when the lease ends', async () => {
      await put(delivery('late', { createdAtMs: 300 }), delivery('early'));
      await claim(300, 0);
      expect((await claim(300)).map((claimed) => claimed.delivery.id)).toEqual(['early', 'late']);
    });

    test('tells the end of a lease as the next time at which a delivery can be claimed', async () => {
      await put(delivery('a'));
      await claim(100);
      const nextMs = (await nextDueAtMs()) ?? 0;
      expect(nextMs).toBeGreaterThan(30_100);
      expect(nextMs).toBeLessThanOrEqual(60_100);
    });

    test('remembers an attempt, and when the next one is due', async () => {
      await put(delivery('a'));
      const [first] = await claim(100);
      const again = { type: 'retry', atMs: 5_200, failure: 'http_status', responseStatus: 503 } as const;
      expect(await storeOf().outbox.record(first!, url, 200, again)).toBe(true);
      expect(await list('pending')).toEqual([
        {
          ...delivery('a'),
          status: 'pending',
          attempts: 1,
          nextAttemptAtMs: 5_200,
          lastAttemptAtMs: 200,
          responseStatus: 503,
          failure: 'http_status',
        },
      ]);
      expect(await claim(5_199)).toEqual([]);
      const [second] = await claim(5_200);
      expect(await storeOf().outbox.record(second!, url, 5_300, delivered)).toBe(true);
      expect(await list('delivered')).toEqual([
        { ...delivery('a'), status: 'delivered', attempts: 2, lastAttemptAtMs: 5_300, responseStatus: 204 },
      ]);
      expect(await nextDueAtMs()).toBeUndefined();
    });

    test('refuses what a taker says whose lease another has taken over', async () => {
      await put(delivery('a'));
      const [paused] = await claim(100, 0);
      const [owner] = await claim(100);
      expect(await storeOf().outbox.record(paused!, url, 60_200, { type: 'failed', failure: 'timeout' })).toBe(false);
      expect(await storeOf().outbox.record(owner!, url, 60_200, delivered)).toBe(true);
      expect(await list()).toMatchObject([{ status: 'delivered', attempts: 1 }]);
    });

    test('takes a claim back without an attempt, and nothing more from who had it', async () => {
      await put(delivery('a'));
      const [first] = await claim(100);
      await storeOf().outbox.release(first!);
      expect(await storeOf().outbox.record(first!, url, 150, delivered)).toBe(false);
      const [second] = await claim(100);
      expect(second).toMatchObject({ delivery: { id: 'a', attempts: 0, nextAttemptAtMs: 100 } });
      await storeOf().outbox.release(first!);
      expect(await claim(100)).toEqual([]);
      expect(await storeOf().outbox.record(second!, url, 200, delivered)).toBe(true);
      await storeOf().outbox.release(second!);
      expect(await list()).toMatchObject([{ status: 'delivered', attempts: 1 }]);
    });

    test('hands out nothing of an endpoint that is gone, until its address changes or a delivery is replayed', async () => {
      await put(delivery('a'), delivery('b', { createdAtMs: 500 }));
      const [first] = await claim(100);
      await storeOf().outbox.record(first!, url, 200, { type: 'gone', failure: 'http_status', responseStatus: 410 });
      expect(await list('failed')).toMatchObject([{ id: 'a', responseStatus: 410 }]);
      expect(await claim(500)).toEqual([]);
      expect(await nextDueAtMs()).toBeUndefined();
      expect(await nextDueAtMs({ ...endpoint, url: 'https://new.test' })).toBe(500);
      expect(await storeOf().outbox.replay('clinic', 'a', 600)).toMatchObject({ id: 'a', status: 'pending', attempts: 0 });
      expect((await claim(600)).map((claimed) => claimed.delivery.id)).toEqual(['b', 'a']);
    });

    test('replays what was delivered, and lets the attempt under way no longer write', async () => {
      await put(delivery('a'));
      const [first] = await claim(100);
      await storeOf().outbox.replay('clinic', 'a', 150);
      expect(await storeOf().outbox.record(first!, url, 200, delivered)).toBe(false);
      const [again] = await claim(200);
      await storeOf().outbox.record(again!, url, 250, delivered);
      expect(await storeOf().outbox.replay('clinic', 'a', 300)).toMatchObject({ status: 'pending', nextAttemptAtMs: 300 });
      expect(await storeOf().outbox.replay('other', 'a', 300)).toBeUndefined();
      expect(await storeOf().outbox.find('clinic', 'a')).toMatchObject({ status: 'pending', eventId: 'evt_1' });
      expect(await storeOf().outbox.find('other', 'a')).toBeUndefined();
    });

    test('lists a tenant’s deliveries in the order of their making, in pages that can be followed', async () => {
      await put(delivery('a'), delivery('b'), delivery('foreign', { tenantId: 'x' }), delivery('c'));
      const first = await storeOf().outbox.list({ tenantId: 'clinic', afterPosition: 0, limit: 2 });
      expect([first.items.map(({ id }) => id), first.hasMore]).toEqual([['a', 'b'], true]);
      const rest = await storeOf().outbox.list({ tenantId: 'clinic', afterPosition: first.nextPosition, limit: 2 });
      expect([rest.items.map(({ id }) => id), rest.hasMore]).toEqual([['c'], false]);
    });
  });
}
