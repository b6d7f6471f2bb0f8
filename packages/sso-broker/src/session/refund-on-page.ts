import { sameTransaction } from '@collect-payment/protocol';
import type { TransactionNote } from './note.ts';
import { endReversal } from './reversal-end.ts';
import type { Reversal, ReversalIn } from './reversal.ts';
import { findPayment, reversalsOf, reversalsOn, takenCents, termsOf, withReversal } from './reversals.ts';
import type { PaymentSession, RefundReport } from './session.ts';
import type { Step } from './step.ts';

const mostReports = 8;

type PageRefund = ReversalIn<'unknown' | 'unresolved'>;
type FoundBy = ReversalIn<'succeeded'>['foundBy'];

/** Remembers what InstaMed's webhook names and no receipt does: how much was refunded. The latest word about a refund counts. */
export function keepRefundReport(session: PaymentSession, report: RefundReport): PaymentSession {
  const { refundReports = [] } = session;
  const known = refundReports.find(({ transactionId }) => sameTransaction(transactionId, report.transactionId));
  if (known?.cents === report.cents) return session;
  const others = refundReports.filter(({ transactionId }) => !sameTransaction(transactionId, report.transactionId));
  if (others.length >= mostReports) return session;
  return { ...session, refundReports: [...others, report] };
}

/** Whether a refund of this id, of this payment, is none that is known to be another one of ours. */
export function isUnclaimed(session: PaymentSession, reversal: Reversal, refundId: string): boolean {
  return !reversalsOn(session, reversal.transactionId).some(
    (other) => other.id !== reversal.id && other.status === 'succeeded' && sameTransaction(other.reversalTransactionId ?? '', refundId),
  );
}

/** What a webhook says of a refund of the payment, where it can be true: it has an id of its own, and comes to no more than was paid. */
export function plausibleReport(session: PaymentSession, { transactionId }: Reversal, refundId: string): RefundReport | undefined {
  const report = session.refundReports?.find((each) => sameTransaction(each.transactionId, refundId));
  if (report === undefined || !sameTransaction(report.originalTransactionId, transactionId)) return undefined;
  const paidCents = findPayment(session, transactionId)?.verdict.approvedCents ?? 0;
  const isOwn = !sameTransaction(refundId, transactionId);
  return isOwn && report.cents > 0 && report.cents <= paidCents ? report : undefined;
}

/** The refund was made on its page. Where InstaMed has told the amount the record says that one, and a person looks if it is not what was asked for. */
export function endRefundOnPage(session: PaymentSession, reversal: PageRefund, refundId: string, foundBy: FoundBy, atMs: number): Step {
  const cents = plausibleReport(session, reversal, refundId)?.cents ?? reversal.cents;
  const other = cents === reversal.cents ? {} : { refundedCents: cents };
  const ended = {
    ...termsOf(reversal),
    status: 'succeeded',
    endedAtMs: atMs,
    foundBy,
    reversalTransactionId: refundId,
    ...other,
  } as const;
  const noted = cents === reversal.cents ? session : withNote(session, { code: 'reversal_reported', transactionId: refundId, atMs });
  return endReversal(noted, ended, atMs);
}

/** InstaMed names the amount only after its receipt has told of the refund: the record says it from now on, and a person hears of it. */
export function correctRefund(session: PaymentSession, refundId: string, atMs: number): PaymentSession {
  const refund = reversalsOf(session).find(
    (each): each is ReversalIn<'succeeded'> =>
      each.status === 'succeeded' && each.by === 'screen' && sameTransaction(each.reversalTransactionId ?? '', refundId),
  );
  const report = refund && plausibleReport(session, refund, refundId);
  if (refund === undefined || report === undefined || report.cents === takenCents(refund)) return session;
  const { refundedCents: _, ...asAsked } = refund;
  const { cents } = report;
  const corrected = cents === refund.cents ? asAsked : { ...asAsked, refundedCents: cents };
  return withNote(withReversal(session, corrected), { code: 'reversal_reported', transactionId: refundId, atMs });
}

function withNote(session: PaymentSession, added: TransactionNote): PaymentSession {
  const known = session.notes.some((note) => note.code === added.code && sameTransaction(note.transactionId, added.transactionId));
  return known ? session : { ...session, notes: [...session.notes, added] };
}
