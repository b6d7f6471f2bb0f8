/** By what leases end: the database's clock where brokers share one, else the clock of the only broker. */
export type LeaseClock = (brokerNowMs: number) => number;

export interface LeasedRow {
  leasedUntilMs: number | undefined;
}

/** Whether nobody holds the row. */
export function isFree({ leasedUntilMs }: LeasedRow, nowMs: number, clock: LeaseClock): boolean {
  return leasedUntilMs === undefined || leasedUntilMs <= clock(nowMs);
}

/** When a row that is due at a time can be taken, by the broker's clock: the rest of a lease is measured by the clock of leases. */
export function freeAtMs({ leasedUntilMs }: LeasedRow, dueAtMs: number, nowMs: number, clock: LeaseClock): number {
  return leasedUntilMs === undefined ? dueAtMs : Math.max(dueAtMs, nowMs + leasedUntilMs - clock(nowMs));
}
