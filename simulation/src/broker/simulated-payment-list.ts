import {
  paymentRecordsOf,
  type PaymentCursor,
  type PaymentList,
  type PaymentPage,
  type PaymentQuery,
  type PaymentRecord,
  type PaymentRow,
  type PaymentSession,
} from '@collect-payment/sso-broker/core';

/** A payment on the simulated disk. */
export interface PaymentEntry {
  readonly record: PaymentRecord;
  readonly position: number;
}

/** The payments on the simulated disk. */
export class SimulatedPaymentList implements PaymentList {
  readonly #entries: Map<string, PaymentEntry>;

  constructor(entries: Map<string, PaymentEntry>) {
    this.#entries = entries;
  }

  put(session: PaymentSession, position: number): void {
    for (const record of paymentRecordsOf(session)) {
      const place = `${record.tenantId} ${record.transactionId}`;
      const before = this.#entries.get(place)?.record;
      // An id that another session has found before stays that one's.
      if (before !== undefined && before.sessionId !== record.sessionId) continue;
      this.#entries.set(place, { record: { ...record, takenAtMs: before?.takenAtMs ?? record.takenAtMs }, position });
    }
  }

  /** With the session's personal data. */
  erase(sessionId: string): void {
    for (const [place, { record, position }] of this.#entries)
      if (record.sessionId === sessionId) this.#entries.set(place, { record: rowOf(record), position });
  }

  async list(query: PaymentQuery): Promise<PaymentPage> {
    const { limit, order, after } = query;
    const cursorOf = ({ record, position }: PaymentEntry): PaymentCursor => ({
      number: order === 'newest' ? record.takenAtMs : position,
      transactionId: record.transactionId,
    });
    const sign = order === 'newest' ? -1 : 1;
    const found = [...this.#entries.values()]
      .filter(({ record }) => isMeant(record, query))
      .filter((entry) => after === undefined || sign * compare(cursorOf(entry), after) > 0)
      .toSorted((one, other) => sign * compare(cursorOf(one), cursorOf(other)));
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      payments: page.map(({ record }) => rowOf(record)),
      hasMore: found.length > limit,
      ...(last !== undefined && { next: cursorOf(last) }),
    };
  }

  async find(tenantId: string, transactionIds: readonly string[]): Promise<readonly PaymentRow[]> {
    return transactionIds.flatMap((transactionId) => {
      const entry = this.#entries.get(`${tenantId} ${transactionId}`);
      return entry === undefined ? [] : [rowOf(entry.record)];
    });
  }
}

function rowOf(record: PaymentRecord): PaymentRow {
  const { patientId: _, invoice: _invoice, ...row } = record;
  return row;
}

function isMeant(record: PaymentRecord, { tenantId, status, takenFromMs, takenBeforeMs, patientId, invoice }: PaymentQuery): boolean {
  return (
    record.tenantId === tenantId &&
    (status === undefined || record.status === status) &&
    (takenFromMs === undefined || record.takenAtMs >= takenFromMs) &&
    (takenBeforeMs === undefined || record.takenAtMs < takenBeforeMs) &&
    (patientId === undefined || record.patientId === patientId) &&
    (invoice === undefined || record.invoice === invoice)
  );
}

function compare(one: PaymentCursor, other: PaymentCursor): number {
  if (one.number !== other.number) return one.number - other.number;
  if (one.transactionId === other.transactionId) return 0;
  return one.transactionId < other.transactionId ? -1 : 1;
}
