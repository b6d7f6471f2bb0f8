import type { ClaimedNotice, Inbox, Notice } from '@collect-payment/sso-broker/core';

export interface NoticeRow {
  readonly id: number;
  readonly notice: Notice;
  /** Undefined once it is done. */
  availableAtMs: number | undefined;
}

const sameness = ({ tenantId, transactionId, statusCode, transactionAction, bodySha256 }: Notice): string =>
  JSON.stringify([tenantId, transactionId, statusCode, transactionAction, bodySha256]);

/** The inbox on the simulated disk. */
export class SimulatedInbox implements Inbox {
  readonly #rows: NoticeRow[];

  constructor(rows: NoticeRow[]) {
    this.#rows = rows;
  }

  /** Whoever had claimed a notice is gone. */
  releaseClaims(): void {
    for (const row of this.#rows) if (row.availableAtMs !== undefined) row.availableAtMs = row.notice.receivedAtMs;
  }

  async put(notice: Notice): Promise<'new' | 'known'> {
    if (this.#rows.some((row) => sameness(row.notice) === sameness(notice))) return 'known';
    this.#rows.push({ id: (this.#rows.at(-1)?.id ?? 0) + 1, notice: { ...notice }, availableAtMs: notice.receivedAtMs });
    return 'new';
  }

  async claimDue({ nowMs, limit, leaseUntilMs }: Parameters<Inbox['claimDue']>[0]): Promise<readonly ClaimedNotice[]> {
    const due = this.#rows
      .filter(({ availableAtMs }) => availableAtMs !== undefined && availableAtMs <= nowMs)
      .toSorted((one, other) => (one.availableAtMs ?? 0) - (other.availableAtMs ?? 0) || one.id - other.id)
      .slice(0, limit);
    for (const row of due) row.availableAtMs = leaseUntilMs;
    return due.map(({ id, notice }) => ({ noticeId: id, notice: { ...notice } }));
  }

  async nextDueAtMs(): Promise<number | undefined> {
    const waiting = this.#rows.flatMap(({ availableAtMs }) => availableAtMs ?? []);
    return waiting.length === 0 ? undefined : Math.min(...waiting);
  }

  async finish(noticeId: number, againAtMs?: number): Promise<void> {
    const row = this.#rows.find(({ id }) => id === noticeId);
    if (row !== undefined) row.availableAtMs = againAtMs;
  }
}
