import { afterEach, expect, test } from 'vitest';
import { FakeClock } from '../../test/engine/fake-clock.ts';
import type { Perishable, Retention } from '../storage/retention.ts';
import { Purger, type PurgeLogEntry } from './purger.ts';

const keepMs = {
  idempotencyKeys: 1_000,
  deliveredWebhooks: 2_000,
  followedNotices: 3_000,
  acknowledgedAttention: 4_000,
  personalData: 5_000,
};
const hourMs = 3_600_000;

/** Counts what is left of each kind. The store's port, which the conformance suite holds the real ones to. */
class CountedRetention implements Retention {
  readonly calls: string[] = [];
  left: Partial<Record<Perishable, number>> = {};
  isOurs = true;
  held: Promise<void> = Promise.resolve();
  failure: Error | undefined;

  async takeTurn(): Promise<boolean> {
    return this.isOurs;
  }

  async remove(kind: Perishable, beforeMs: number, limit: number): Promise<number> {
    this.calls.push(`${kind} ${beforeMs}`);
    await this.held;
    if (this.failure !== undefined) throw this.failure;
    const removed = Math.min(this.left[kind] ?? 0, limit);
    this.left = { ...this.left, [kind]: (this.left[kind] ?? 0) - removed };
    return removed;
  }

  async scrub(): Promise<void> {
    this.calls.push('scrub');
  }
}

let purger: Purger | undefined;
afterEach(async () => purger?.stop());

function start() {
  const clock = new FakeClock(100_000);
  const retention = new CountedRetention();
  const entries: PurgeLogEntry[] = [];
  purger = new Purger({ retention, clock, log: (entry) => entries.push(entry) }, keepMs);
  purger.start();
  return { clock, retention, entries, purger };
}

test('each kind is removed by its own age, then what was removed is scrubbed, and all again an hour later', async () => {
  const { clock, retention, entries } = start();
  await clock.advance(59_999);
  expect(retention.calls).toEqual([]);
  await clock.advance(1_000);
  expect(retention.calls.map((call) => call.split(' ')[0])).toEqual([...Object.keys(keepMs), 'scrub']);
  expect(retention.calls[0]).toBe('idempotencyKeys 159000');
  expect(entries).toEqual([]);
  await clock.advance(hourMs);
  expect(retention.calls).toHaveLength(12);
});

test('much is removed in batches with pauses between them, and told in one line', async () => {
  const { clock, retention, entries } = start();
  retention.left = { deliveredWebhooks: 250, personalData: 7 };
  await clock.advance(60_000);
  expect(retention.calls).toHaveLength(1);
  await clock.advance(49);
  expect(retention.calls).toHaveLength(1);
  await clock.advance(1_000);
  expect(retention.calls.filter((call) => call.startsWith('deliveredWebhooks'))).toHaveLength(3);
  expect(entries).toEqual([{ type: 'purged', removed: { deliveredWebhooks: 250, personalData: 7 } }]);
});

test('nothing is removed in another broker’s turn', async () => {
  const { clock, retention } = start();
  retention.isOurs = false;
  await clock.advance(hourMs);
  expect(retention.calls).toEqual([]);
  retention.isOurs = true;
  await clock.advance(hourMs);
  expect(retention.calls).toContain('scrub');
});

test('a store that fails is tried again an hour later', async () => {
  const { clock, retention, entries } = start();
  retention.failure = new Error('away');
  await clock.advance(60_000);
  expect(entries).toMatchObject([{ type: 'store_failed' }]);
  retention.failure = undefined;
  await clock.advance(hourMs + 1_000);
  expect(retention.calls).toContain('scrub');
});

test('stopping waits for the batch under way, and begins no other', async () => {
  const { clock, retention, purger: running } = start();
  const { promise, resolve } = Promise.withResolvers<void>();
  retention.held = promise;
  retention.left = { idempotencyKeys: 500 };
  await clock.advance(60_000);
  let stopped = false;
  const stopping = running.stop().then(() => (stopped = true));
  await clock.advance(0);
  expect(stopped).toBe(false);
  resolve();
  await stopping;
  await clock.advance(hourMs);
  expect(retention.calls).toHaveLength(1);
});
