import type { PaymentStatus } from '@collect-payment/contract';
import { sameTransaction } from '@collect-payment/protocol';
import { reportsOf } from './payment-reports.ts';
import { reversalsOn, paymentsOf, takenCents } from './reversals.ts';
import type { FoundReceipt, PaidVerdict, PaymentSession } from './session.ts';

/** A payment as the list of payments and the reconciliation know it: by what it is found and told apart. */
export interface PaymentRecord {
  readonly tenantId: string;
  readonly sessionId: string;
  /** In lower case. */
  readonly transactionId: string;
  readonly takenAtMs: number;
  readonly status: PaymentStatus;
  readonly capturedCents: number;
  /** Until the session's personal data are erased. */
  readonly patientId?: string;
  readonly invoice?: string;
}

/** The payments of the session: one, or more when it was paid twice. */
export function paymentRecordsOf(session: PaymentSession): readonly PaymentRecord[] {
  const { id: sessionId, tenantId, patient, invoice } = session.terms;
  const about = { ...(patient !== 'erased' && { patientId: patient.id }), ...(invoice !== undefined && { invoice }) };
  return paymentsOf(session).map((payment) =>
    Object.assign({}, about, {
      tenantId,
      sessionId,
      transactionId: payment.receipt.transactionId.toLowerCase(),
      takenAtMs: takenAtMs(payment),
      status: paymentStatusOf(session, payment),
      capturedCents: payment.verdict.approvedCents,
    }),
  );
}

/** What has become of the money, as far as we have done it or InstaMed has said it. A refund that is only reported names no amount. */
export function paymentStatusOf(session: PaymentSession, { receipt, verdict }: FoundReceipt<PaidVerdict>): PaymentStatus {
  const reported = new Set(
    reportsOf(session).flatMap(({ type, transactionId }) => (sameTransaction(transactionId, receipt.transactionId) ? [type] : [])),
  );
  if (reported.has('charged_back')) return 'charged_back';
  if (reported.has('returned')) return 'returned';
  if (reported.has('voided')) return 'voided';
  const taken = reversalsOn(session, receipt.transactionId).filter(({ status }) => status === 'succeeded');
  if (taken.some(({ type }) => type === 'void')) return 'voided';
  const cents = taken.reduce((sum, reversal) => sum + takenCents(reversal), 0);
  if (cents === 0) return 'captured';
  return cents < verdict.approvedCents ? 'partially_refunded' : 'refunded';
}

/** By InstaMed's clock, which a payment that was found late needs; by ours where the receipt says nothing, or a time that is still to come. */
export function takenAtMs({ receipt, foundAtMs }: FoundReceipt): number {
  const told = Date.parse(receipt.transactionDate ?? '');
  return told <= foundAtMs ? told : foundAtMs;
}
