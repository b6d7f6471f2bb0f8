import type { PaymentSessionView } from '@collect-payment/contract';
import { shiftClock } from './clock/shift-clock.ts';
import type { ChangeReader } from './host/change-reader.ts';
import { pause } from './pause.ts';
import type { World } from './world/world.ts';

const hourMs = 3_600_000;
/** The lease of a dead broker, and the look that follows its end. */
const leaseMs = 18_000;
const calmMs = 6_000;
const longestMs = 120_000;

/**
 * Nothing goes wrong any more; now time passes. First whatever dead brokers held is taken over; then every token's life is over; then
 * days go by, for look-ups and webhooks that wait. Brokers are drained and started again with clocks that far ahead, because timers
 * cannot be hurried. Ends early when nothing is left to be done.
 */
export async function comeToRest(world: World, readers: readonly ChangeReader[], isAtRest: () => Promise<boolean>): Promise<void> {
  let shiftMs = 0;
  for (const [forwardMs, quietMs] of [
    [0, leaseMs],
    [hourMs, leaseMs],
    [25 * hourMs, calmMs],
    [25 * hourMs, calmMs],
    [49 * hourMs, calmMs],
    [49 * hourMs, calmMs],
  ] as const) {
    shiftMs += forwardMs;
    if (forwardMs > 0) await world.instamed.advance(forwardMs);
    shiftClock(shiftMs);
    await Promise.all(world.slots.map((slot) => slot.drain()));
    await Promise.all(world.slots.map((slot) => slot.start(shiftMs)));
    await untilCalm(world, readers, quietMs);
    if (forwardMs > hourMs && (await isAtRest())) return;
  }
}

/** Calm is when for so long no session changed, no webhook came and InstaMed was asked nothing. */
async function untilCalm(world: World, readers: readonly ChangeReader[], quietMs: number): Promise<void> {
  const endMs = performance.now() + longestMs;
  let before = '';
  let calmSinceMs = performance.now();
  while (performance.now() < endMs && performance.now() - calmSinceMs < quietMs) {
    const { tokens } = await world.instamed.ledger();
    const asked = tokens.reduce((sum, { polls, receiptReads }) => sum + polls + receiptReads, 0);
    const changed = readers.map(({ latest }) => sumOf([...latest.values()]));
    const now = JSON.stringify([asked, changed, world.host.books.booked.size]);
    if (now !== before) calmSinceMs = performance.now();
    before = now;
    await pause(500);
  }
}

const sumOf = (views: readonly PaymentSessionView[]): number => views.reduce((sum, { sequence }) => sum + sequence, 0);
