import type { Payment, Reversal as ReversalView } from '@collect-payment/contract';
import { sameTransaction } from '@collect-payment/protocol';
import { reportsOf } from '../session/payment-reports.ts';
import { moneyOf, timeOf } from '../session/outcome.ts';
import type { Reversal } from '../session/reversal.ts';
import { paymentStatusOf, takenAtMs } from '../session/payment-record.ts';
import { refundableCents, reversalsOn, takenCents } from '../session/reversals.ts';
import type { FoundReceipt, PaidVerdict, PaymentSession } from '../session/session.ts';

/** A payment with all that was asked to be taken back of it. */
export function paymentViewOf(session: PaymentSession, payment: FoundReceipt<PaidVerdict>): Payment {
  const { transactionId } = payment.receipt;
  const reversals = reversalsOn(session, transactionId);
  const succeeded = reversals.filter(({ status }) => status === 'succeeded');
  return {
    transactionId,
    sessionId: session.terms.id,
    status: paymentStatusOf(session, payment),
    takenAt: timeOf(takenAtMs(payment)),
    capturedAmount: moneyOf(payment.verdict.approvedCents),
    reversedAmount: moneyOf(succeeded.reduce((sum, reversal) => sum + takenCents(reversal), 0)),
    refundableAmount: moneyOf(refundableCents(session, payment)),
    reversals: reversals.map((reversal) => reversalViewOf(reversal)),
    reports: reportsOf(session)
      .filter((report) => sameTransaction(report.transactionId, transactionId))
      .map(({ type, reportedId, atMs, confirmedBy }) => ({
        type,
        transactionId: reportedId,
        reportedAt: timeOf(atMs),
        confirmed: confirmedBy !== undefined,
      })),
  };
}

export function reversalViewOf(reversal: Reversal): ReversalView {
  const { id, type, status, cents, requestedAtMs, by, reason, requestedBy, approvedBy } = reversal;
  return {
    id,
    type,
    status,
    amount: moneyOf(cents),
    requestedAt: timeOf(requestedAtMs),
    ...('endedAtMs' in reversal && { endedAt: timeOf(reversal.endedAtMs) }),
    ...(reversal.status === 'succeeded' && {
      foundBy: reversal.foundBy,
      ...(reversal.reversalTransactionId !== undefined && { transactionId: reversal.reversalTransactionId }),
      ...(reversal.refundedCents !== undefined && { refundedAmount: moneyOf(reversal.refundedCents) }),
    }),
    ...(reversal.status === 'failed' && {
      failure: reversal.failure,
      ...(reversal.responseCode !== undefined && { responseCode: reversal.responseCode }),
    }),
    ...(by !== undefined && { by }),
    ...(reason !== undefined && { reason }),
    ...(requestedBy !== undefined && { requestedBy }),
    ...(approvedBy !== undefined && { approvedBy }),
  };
}
