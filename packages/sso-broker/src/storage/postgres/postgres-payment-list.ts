import type { Pool, PoolClient } from 'pg';
import { paymentRecordsOf } from '../../session/payment-record.ts';
import type { PaymentSession } from '../../session/session.ts';
import type { Row } from '../page-rows.ts';
import type { PaymentList, PaymentPage, PaymentQuery, PaymentRow } from '../payment-list.ts';
import { paymentColumns, readPaymentPage, readPaymentRow, writePaymentQuery } from '../payment-rows.ts';
import type { RowCodec } from '../row-codec.ts';
import { withConnection } from './connections.ts';

export const paymentStatements = {
  /** An id that another session has found before stays that one's. The position is the one that the session's change has taken. */
  put: {
    name: 'put-payment',
    text: `INSERT INTO payments (tenant_id, transaction_id, session_id, position, taken_at_ms, status, captured_cents, patient, invoice)
      SELECT $1, $2, $3, change_position, $4, $5, $6, $7, $8 FROM sessions WHERE id = $3
      ON CONFLICT (tenant_id, transaction_id) DO UPDATE SET position = excluded.position, status = excluded.status,
        patient = excluded.patient, invoice = excluded.invoice
      WHERE payments.session_id = excluded.session_id`,
  },
  find: { name: 'find-payments', text: 'SELECT * FROM payments WHERE tenant_id = $1 AND transaction_id = ANY ($2::text[])' },
} as const;

export class PostgresPaymentList implements PaymentList {
  readonly #pool: Pool;
  readonly #rows: RowCodec;

  constructor(pool: Pool, rows: RowCodec) {
    this.#pool = pool;
    this.#rows = rows;
  }

  /** Within the transaction of the decision, and after its change of the session. */
  async put(client: PoolClient, session: PaymentSession): Promise<void> {
    for (const record of paymentRecordsOf(session)) {
      const { tenantId, transactionId, sessionId, takenAtMs, status, capturedCents, patient, invoice } = paymentColumns(record, this.#rows);
      const values = [tenantId, transactionId, sessionId, takenAtMs, status, capturedCents, patient, invoice];
      await client.query({ ...paymentStatements.put, values });
    }
  }

  async list(query: PaymentQuery): Promise<PaymentPage> {
    const { text, values } = writePaymentQuery(query, this.#rows, (number) => `$${number}`);
    return readPaymentPage(await this.#query({ text }, [...values]), query);
  }

  async find(tenantId: string, transactionIds: readonly string[]): Promise<readonly PaymentRow[]> {
    return (await this.#query(paymentStatements.find, [tenantId, transactionIds])).map((row) => readPaymentRow(row));
  }

  async #query(statement: { readonly name?: string; readonly text: string }, values: unknown[]): Promise<readonly Row[]> {
    return withConnection(this.#pool, async (client) => (await client.query<Row>({ ...statement, values })).rows);
  }
}
