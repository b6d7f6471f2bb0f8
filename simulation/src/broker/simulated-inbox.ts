import type { ClaimedNotice, Inbox, Notice, NoticeClaim } from '@collect-payment/sso-broker/core';
import { freeAtMs, isFree, type LeaseClock, type LeasedRow } from './lease-clock.ts';

export interface NoticeRow extends LeasedRow {
  readonly id: number;
  readonly notice: Notice;
  /** Undefined once it is done. */
  dueAtMs: number | undefined;
}

const sameness = ({ tenantId, transactionId, statusCode, transactionAction, bodySha256 }: Notice): string =>
  JSON.stringify([tenantId, transactionId, statusCode, transactionAction, bodySha256]);

/** The inbox on the simulated disk. */
export class SimulatedInbox implements Inbox {
  readonly #rows: NoticeRow[];
  readonly #leaseClock: LeaseClock;

  constructor(rows: NoticeRow[], leaseClock: LeaseClock) {
    this.#rows = rows;
    this.#leaseClock = leaseClock;
  }

  /** Whoever had claimed a notice is gone. */
  releaseClaims(): void {
    for (const row of this.#rows) {
      if (row.dueAtMs !== undefined) row.dueAtMs = row.notice.receivedAtMs;
      row.leasedUntilMs = undefined;
    }
  }

  async put(notice: Notice): Promise<'new' | 'known'> {
    if (this.#rows.some((row) => sameness(row.notice) === sameness(notice))) return 'known';
    const id = (this.#rows.at(-1)?.id ?? 0) + 1;
    this.#rows.push({ id, notice: { ...notice }, dueAtMs: notice.receivedAtMs, leasedUntilMs: undefined });
    return 'new';
  }

  async claimDue({ nowMs, limit, leaseMs }: NoticeClaim): Promise<readonly ClaimedNotice[]> {
    const due = this.#rows
      .filter((row) => row.dueAtMs !== undefined && row.dueAtMs <= nowMs && isFree(row, nowMs, this.#leaseClock))
      .toSorted((one, other) => (one.dueAtMs ?? 0) - (other.dueAtMs ?? 0) || one.id - other.id)
      .slice(0, limit);
    for (const row of due) row.leasedUntilMs = this.#leaseClock(nowMs) + leaseMs;
    return due.map(({ id, notice }) => ({ noticeId: id, notice: { ...notice } }));
  }

  async nextDueAtMs(nowMs: number): Promise<number | undefined> {
    const waiting = this.#rows.flatMap((row) => (row.dueAtMs === undefined ? [] : freeAtMs(row, row.dueAtMs, nowMs, this.#leaseClock)));
    return waiting.length === 0 ? undefined : Math.min(...waiting);
  }

  async finish(noticeId: number, againAtMs?: number): Promise<void> {
    const row = this.#rows.find(({ id }) => id === noticeId);
    if (row === undefined) return;
    row.dueAtMs = againAtMs;
    row.leasedUntilMs = undefined;
  }
}
