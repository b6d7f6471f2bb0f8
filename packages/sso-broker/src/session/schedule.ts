import type { Polling } from './terms.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** A launch that has no answer by then is lost. Longer than any timeout of the gateway. */
export const launchRecoveryMs = 30 * secondMs;

/** A session that is never launched ends after this. */
export const sessionLifetimeMs = 24 * hourMs;

/** How long a used token's missing receipt is "being confirmed" before the session is `unresolved`. */
export const confirmingBudgetMs = 5 * minuteMs;

/** EXPIRED is not "unpaid": a payment may be committed late, so its receipt is looked up at these times after the token's end. */
const lookUpOffsetsMs: readonly number[] = [0, 30 * secondMs, 2 * minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 6 * hourMs, 24 * hourMs];

const lastLookUpOffsetMs = Math.max(...lookUpOffsetsMs);
/** An unanswered last look-up is repeated this often, and given up after this. */
const unansweredPauseMs = hourMs;
const unansweredEndMs = 48 * hourMs;

interface Deferral {
  readonly atMs: number;
  readonly untilMs: number;
  readonly jitter: number;
}

const confirmingPausesMs: readonly number[] = [2 * secondMs, 5 * secondMs];
const backoffBaseMs = 2 * secondMs;
const backoffCapMs = 30 * secondMs;

/** Full jitter: anywhere between at once and a ceiling that doubles with every failed attempt, up to 30 s. `jitter` is in 0..1. */
export function backoffMs(failedAttempts: number, jitter: number): number {
  return Math.floor(jitter * Math.min(backoffCapMs, backoffBaseMs * 2 ** failedAttempts));
}

/** When what was put off until `untilMs` is tried: within one polling interval after it, so that not all who wait come at once. */
export function deferralEndMs({ atMs, untilMs, jitter }: Deferral, { intervalMs }: Polling): number {
  return Math.max(atMs, untilMs) + Math.floor(jitter * intervalMs);
}

/** The earliest repetition of a look-up that was put off: the older the token, the less often, and every 15 min at least. */
export function deferredLookUpAtMs(sinceMs: number, atMs: number): number {
  return atMs + Math.min(15 * minuteMs, Math.floor(Math.max(0, atMs - sinceMs) / 20));
}

/** The pause before the next reading of a receipt that should soon be there. */
export function confirmingPauseMs(attempt: number, { intervalMs }: Polling): number {
  return Math.min(confirmingPausesMs[attempt] ?? intervalMs, intervalMs);
}

/** When to look up next, or undefined when the look-ups have come to their end. An unanswered last one is repeated for a day. */
export function nextLookUpAtMs(sinceMs: number, atMs: number, answered: boolean): number | undefined {
  const elapsedMs = atMs - sinceMs;
  const offsetMs = lookUpOffsetsMs.find((offset) => offset > elapsedMs);
  if (offsetMs !== undefined) return sinceMs + offsetMs;
  return answered || elapsedMs >= unansweredEndMs - unansweredPauseMs ? undefined : atMs + unansweredPauseMs;
}

/** Whether the look-ups have come to their end at this time. */
export function isLastLookUp(sinceMs: number, atMs: number): boolean {
  return atMs - sinceMs >= lastLookUpOffsetMs;
}

/** When to read a used token's receipt next: closely within the budget, then with the look-ups; undefined at their end. */
export function nextConfirmingAtMs(
  sinceMs: number,
  atMs: number,
  attempt: number,
  answered: boolean,
  polling: Polling,
): number | undefined {
  return atMs - sinceMs < confirmingBudgetMs ? atMs + confirmingPauseMs(attempt, polling) : nextLookUpAtMs(sinceMs, atMs, answered);
}
