import { fail, ok, warn, type Check } from './check.ts';

const dayMs = 86_400_000;
/** An alarm may be set on each of these words: they come once, in this order. */
const thresholds = [1, 7, 30, 60] as const;

export interface Validity {
  readonly validFromDate: Date;
  readonly validToDate: Date;
}

export function judgeCertificate(what: string, { validFromDate, validToDate }: Validity, nowMs: number): Check {
  const leftMs = validToDate.getTime() - nowMs;
  const day = validToDate.toISOString().slice(0, 10);
  if (leftMs <= 0) return fail(what, `expired on ${day}: replace it (docs/operations.md)`);
  if (validFromDate.getTime() > nowMs)
    return fail(what, `is not valid before ${validFromDate.toISOString()}: use one that is, or set the clock`);
  const threshold = thresholds.find((days) => leftMs <= days * dayMs);
  if (threshold === undefined) return ok(what, `valid until ${day}`);
  return warn(what, `expires within ${threshold === 1 ? '1 day' : `${threshold} days`}, on ${day}: replace it (docs/operations.md)`);
}
