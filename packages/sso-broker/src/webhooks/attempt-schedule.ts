const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** The pause before each attempt (Standard Webhooks 1.0.0): ten attempts over more than three days. */
const pausesMs: readonly number[] = [
  0,
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
];
const longestRetryAfterMs = 24 * hourMs;
/** Up to a tenth longer, never shorter: what failed together does not come back together. */
const jitterShare = 0.1;

export const maxAttempts = pausesMs.length;

/** When to try again after this many failed attempts, or undefined when they are spent. `jitter` is in 0..1. */
export function nextAttemptAtMs(failedAttempts: number, atMs: number, jitter: number, retryAfterMs = 0): number | undefined {
  const pauseMs = pausesMs[failedAttempts];
  if (pauseMs === undefined) return undefined;
  return atMs + Math.floor(Math.max(pauseMs, Math.min(retryAfterMs, longestRetryAfterMs)) * (1 + jitterShare * jitter));
}

/** `Retry-After` in milliseconds, in either of its forms (RFC 9110 10.2.3); 0 for none or for anything else. */
export function readRetryAfterMs(header: string | readonly string[] | undefined, nowMs: number): number {
  if (typeof header !== 'string') return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * secondMs;
  const atMs = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(atMs) ? 0 : Math.max(0, atMs - nowMs);
}
