const RealDate = Date;
let shiftMs = 0;

/**
 * From now on everything in this process that asks `Date` is told a time this much later than the machine's. Timers,
 * `performance`, the times of files and what other processes (PostgreSQL) say stay the machine's.
 */
export function shiftClock(byMs: number): void {
  shiftMs = byMs;
  if (globalThis.Date !== RealDate) return;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values, newTarget) => Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}

function now(): number {
  return RealDate.now() + shiftMs;
}
