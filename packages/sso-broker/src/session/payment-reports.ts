import type { PaymentReportType } from '@collect-payment/contract';
import { sameTransaction, type InstaMedReceipt } from '@collect-payment/protocol';
import type { Effect } from './effect.ts';
import type { PaymentReport } from './payment-report.ts';
import { paymentsOf } from './reversals.ts';
import type { FoundReceipt, PaidVerdict, PaymentSession } from './session.ts';
import type { PaymentHint } from './session-event.ts';
import { unchanged, type Step } from './step.ts';

/** A session is told of no more: what comes in a flood is nobody's to read. */
const mostReports = 50;

const typeOfCode: Readonly<Record<string, PaymentReportType>> = {
  V: 'voided',
  CB: 'charged_back',
  RI: 'returned',
  S: 'settled',
  SE: 'settlement_failed',
};

export const reportsOf = ({ reports = [] }: PaymentSession): readonly PaymentReport[] => reports;

/** What a hint reports of a payment; undefined for what is no news of one. */
export function reportTypeOf({ transactionAction, statusCode }: PaymentHint): PaymentReportType | undefined {
  return transactionAction.toLowerCase() === 'refund' ? 'refunded' : typeOfCode[statusCode];
}

/** The payment that a hint is about. */
export function hintedPayment(session: PaymentSession, hint: PaymentHint): FoundReceipt<PaidVerdict> | undefined {
  const { transactionId, originalTransactionId = transactionId } = hint;
  return paymentsOf(session).find(({ receipt }) =>
    [transactionId, originalTransactionId].some((hinted) => sameTransaction(receipt.transactionId, hinted)),
  );
}

/** Keeps what was reported, once, however often and in whatever order it comes; of a void the receipt is read, which shows it. */
export function keepReport(session: PaymentSession, report: PaymentReport): Step {
  const reports = reportsOf(session);
  const isKnown = reports.some(({ type, reportedId }) => type === report.type && sameTransaction(reportedId, report.reportedId));
  if (isKnown || reports.length >= mostReports) return unchanged(session);
  const payment = paymentsOf(session).find(({ receipt }) => sameTransaction(receipt.transactionId, report.transactionId));
  const look: readonly Effect[] =
    report.type === 'voided' && payment !== undefined
      ? [{ type: 'readReceipt', token: payment.token, dueAtMs: report.atMs, attempt: 0 }]
      : [];
  return [{ ...session, reports: [...reports, report] }, look];
}

/** A receipt that was read again shows the void that was reported, or nothing of it. */
export function confirmReports(session: PaymentSession, receipt: InstaMedReceipt, isVoided: boolean): Step {
  const { transactionId, primaryTransactionId = transactionId } = receipt;
  const isShown = (report: PaymentReport): boolean =>
    report.type === 'voided' && report.confirmedBy === undefined && sameTransaction(report.transactionId, primaryTransactionId);
  if (!isVoided || !reportsOf(session).some((report) => isShown(report))) return unchanged(session);
  const reports = reportsOf(session).map((report): PaymentReport =>
    isShown(report) ? Object.assign({}, report, { confirmedBy: 'receipt' as const }) : report,
  );
  return [{ ...session, reports }, []];
}
