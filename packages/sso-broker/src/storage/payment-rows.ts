import type { PaymentStatus } from '@collect-payment/contract';
import type { PaymentRecord } from '../session/payment-record.ts';
import type { Row } from './page-rows.ts';
import type { PaymentPage, PaymentQuery, PaymentRow } from './payment-list.ts';
import { places, type RowCodec } from './row-codec.ts';

/** What both engines store of a payment, but for its position. */
export interface PaymentColumns {
  readonly tenantId: string;
  readonly transactionId: string;
  readonly sessionId: string;
  readonly takenAtMs: number;
  readonly status: PaymentStatus;
  readonly capturedCents: number;
  readonly patient: string | null;
  readonly invoice: string | null;
}

export function paymentColumns({ patientId, invoice, ...row }: PaymentRecord, rows: RowCodec): PaymentColumns {
  const { tenantId } = row;
  return {
    ...row,
    patient: patientId === undefined ? null : rows.hide(tenantId, places.paymentPatient, patientId),
    invoice: invoice === undefined ? null : rows.hide(tenantId, places.paymentInvoice, invoice),
  };
}

export interface WrittenQuery {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** The query as both engines understand it; `place` writes the place of a value, by its number from 1. Asks for one row more than fits. */
export function writePaymentQuery(query: PaymentQuery, rows: RowCodec, place: (number: number) => string): WrittenQuery {
  const { tenantId, order, limit, after, status, takenFromMs, takenBeforeMs, patientId, invoice } = query;
  const values: (string | number)[] = [];
  const put = (value: string | number): string => place(values.push(value));
  const ordered = order === 'newest' ? 'taken_at_ms' : 'position';
  const conditions = [`tenant_id = ${put(tenantId)}`];
  if (patientId !== undefined) conditions.push(`patient = ${put(rows.hide(tenantId, places.paymentPatient, patientId))}`);
  if (invoice !== undefined) conditions.push(`invoice = ${put(rows.hide(tenantId, places.paymentInvoice, invoice))}`);
  if (status !== undefined) conditions.push(`status = ${put(status)}`);
  if (takenFromMs !== undefined) conditions.push(`taken_at_ms >= ${put(takenFromMs)}`);
  if (takenBeforeMs !== undefined) conditions.push(`taken_at_ms < ${put(takenBeforeMs)}`);
  if (after !== undefined) {
    const further = order === 'newest' ? '<' : '>';
    conditions.push(`(${ordered}, transaction_id) ${further} (${put(after.number)}, ${put(after.transactionId)})`);
  }
  const direction = order === 'newest' ? 'DESC' : 'ASC';
  const text = `SELECT * FROM payments WHERE ${conditions.join(' AND ')}
    ORDER BY ${ordered} ${direction}, transaction_id ${direction} LIMIT ${put(limit + 1)}`;
  return { text, values };
}

export function readPaymentPage(rows: readonly Row[], { limit, order }: PaymentQuery): PaymentPage {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const number = Number(last?.[order === 'newest' ? 'taken_at_ms' : 'position']);
  return {
    payments: page.map((row) => readPaymentRow(row)),
    hasMore: rows.length > limit,
    ...(last !== undefined && { next: { number, transactionId: String(last['transaction_id']) } }),
  };
}

export function readPaymentRow(row: Row): PaymentRow {
  return {
    tenantId: String(row['tenant_id']),
    transactionId: String(row['transaction_id']),
    sessionId: String(row['session_id']),
    takenAtMs: Number(row['taken_at_ms']),
    status: String(row['status']) as PaymentStatus,
    capturedCents: Number(row['captured_cents']),
  };
}
