import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { paymentRecordsOf } from '../../session/payment-record.ts';
import type { PaymentSession } from '../../session/session.ts';
import type { PaymentList, PaymentPage, PaymentQuery, PaymentRow } from '../payment-list.ts';
import { paymentColumns, readPaymentPage, readPaymentRow, writePaymentQuery } from '../payment-rows.ts';
import type { RowCodec } from '../row-codec.ts';
import type { Transact } from './database.ts';

export class SqlitePaymentList implements PaymentList {
  readonly #database: DatabaseSync;
  readonly #run: Transact;
  readonly #rows: RowCodec;
  readonly #statements: ReturnType<typeof prepare>;
  /** By their text: there are as many as there are sets of filters. */
  readonly #lists = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, run: Transact, rows: RowCodec) {
    this.#database = database;
    this.#run = run;
    this.#rows = rows;
    this.#statements = prepare(database);
  }

  /** Within the transaction of the decision. */
  put(session: PaymentSession, position: number): void {
    for (const record of paymentRecordsOf(session)) this.#statements.put.run({ ...paymentColumns(record, this.#rows), position });
  }

  async list(query: PaymentQuery): Promise<PaymentPage> {
    const { text, values } = writePaymentQuery(query, this.#rows, () => '?');
    return readPaymentPage(
      this.#run(() => this.#prepared(text).all(...values)),
      query,
    );
  }

  async find(tenantId: string, transactionIds: readonly string[]): Promise<readonly PaymentRow[]> {
    const rows = this.#run(() => transactionIds.map((transactionId) => this.#statements.find.get(tenantId, transactionId)));
    return rows.flatMap((row) => (row === undefined ? [] : [readPaymentRow(row)]));
  }

  #prepared(text: string): StatementSync {
    const known = this.#lists.get(text) ?? this.#database.prepare(text);
    this.#lists.set(text, known);
    return known;
  }
}

function prepare(database: DatabaseSync) {
  return {
    // An id that another session has found before stays that one's.
    put: database.prepare(
      `INSERT INTO payments (tenant_id, transaction_id, session_id, position, taken_at_ms, status, captured_cents, patient, invoice)
       VALUES (:tenantId, :transactionId, :sessionId, :position, :takenAtMs, :status, :capturedCents, :patient, :invoice)
       ON CONFLICT (tenant_id, transaction_id) DO UPDATE SET position = excluded.position, status = excluded.status,
         patient = excluded.patient, invoice = excluded.invoice
       WHERE session_id = excluded.session_id`,
    ),
    find: database.prepare('SELECT * FROM payments WHERE tenant_id = ? AND transaction_id = ?'),
  };
}
