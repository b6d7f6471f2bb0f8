import type { Reversal } from './reversal.ts';
import { mayHaveTaken, reversalsOf, takenCents } from './reversals.ts';
import type { PaymentSession } from './session.ts';

/** What a step adds to, or with a minus gives back to, what a tenant has taken back on a day. Kept by the store in the step's transaction. */
export interface Spending {
  /** In UTC, such as `2026-01-05`: the day on which it was asked for. */
  readonly day: string;
  readonly cents: number;
  /** What the day may come to with it; without one, anything. */
  readonly ceilingCents?: number;
}

/** A void or refund counts from its request on, and no longer once it has failed for certain. A step changes one of them at most. */
export function spendingOf(from: PaymentSession, to: PaymentSession, dailyCeilingCents?: number): Spending | undefined {
  for (const reversal of reversalsOf(to)) {
    const before = reversalsOf(from).find(({ id }) => id === reversal.id);
    const cents = countedCents(reversal) - (before === undefined ? 0 : countedCents(before));
    if (cents === 0) continue;
    const ceiling = cents > 0 && dailyCeilingCents !== undefined ? { ceilingCents: dailyCeilingCents } : {};
    return { day: dayOf(reversal.requestedAtMs), cents, ...ceiling };
  }
  return undefined;
}

const countedCents = (reversal: Reversal): number => (mayHaveTaken(reversal) ? takenCents(reversal) : 0);

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
