import { backoffMs, nextLookUpAtMs } from './schedule.ts';
import type { ReversalTerms } from './reversal.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What could not be sent for so long is given up. */
export const reversalGiveUpMs = hourMs;

/**
 * What a look-up can tell of a refund it can tell within that: receipts name no refund for certain, so that waiting longer would only keep it
 * from the person who can look. A void shows in its payment's receipt, and is looked up for a day.
 */
const refundLookUpsMs = hourMs;

/** A refund that a receipt names was made no longer than this before ours was sent, by clocks that may be wrong. */
export const refundClockToleranceMs = 10 * minuteMs;

/** The pause before what was not sent is tried again. */
export function reversalPauseMs(attempt: number, jitter: number): number {
  return backoffMs(Math.min(attempt, 10), jitter);
}

/** When to look up next; undefined when the look-ups have come to their end. */
export function nextReversalLookUpAtMs(type: ReversalTerms['type'], sinceMs: number, atMs: number, answered: boolean): number | undefined {
  if (type === 'refund' && atMs - sinceMs >= refundLookUpsMs) return undefined;
  return nextLookUpAtMs(sinceMs, atMs, answered);
}
