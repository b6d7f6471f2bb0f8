import { sameTransaction } from '@collect-payment/protocol';
import { isPaid, type FoundReceipt, type PaidVerdict, type PaymentSession } from './session.ts';
import type { ReversalTerms, Reversal } from './reversal.ts';

export const reversalsOf = ({ reversals = [] }: PaymentSession): readonly Reversal[] => reversals;

export function findReversal(session: PaymentSession, reversalId: string): Reversal | undefined {
  return reversalsOf(session).find(({ id }) => id === reversalId);
}

/** Everything that was paid in the session: the payment that is its outcome, and any second one. */
export function paymentsOf(session: PaymentSession): readonly FoundReceipt<PaidVerdict>[] {
  const others = session.otherReceipts.filter((found): found is FoundReceipt<PaidVerdict> => 'approvedCents' in found.verdict);
  return isPaid(session) ? [session.found, ...others] : others;
}

export function findPayment(session: PaymentSession, transactionId: string): FoundReceipt<PaidVerdict> | undefined {
  return paymentsOf(session).find(({ receipt }) => sameTransaction(receipt.transactionId, transactionId));
}

export function reversalsOn(session: PaymentSession, transactionId: string): readonly Reversal[] {
  return reversalsOf(session).filter((reversal) => sameTransaction(reversal.transactionId, transactionId));
}

/** Whether work on it is still to come. */
export const isOpen = ({ status }: Reversal): boolean => status === 'pending' || status === 'sent' || status === 'unknown';

/** Whether it may have taken money back, for all we know: everything but what failed for certain. */
export const mayHaveTaken = ({ status }: Reversal): boolean => status !== 'failed';

/** What it takes back: what was asked for, unless InstaMed says what was refunded. */
export const takenCents = (reversal: Reversal): number =>
  (reversal.status === 'succeeded' ? reversal.refundedCents : undefined) ?? reversal.cents;

/** What may still be refunded: what was taken, less all that may have gone back. */
export function refundableCents(session: PaymentSession, payment: FoundReceipt<PaidVerdict>): number {
  const reversals = reversalsOn(session, payment.receipt.transactionId).filter((reversal) => mayHaveTaken(reversal));
  return Math.max(0, payment.verdict.approvedCents - reversals.reduce((sum, reversal) => sum + takenCents(reversal), 0));
}

/** The session with one reversal, known by its id, replaced. */
export function withReversal(session: PaymentSession, changed: Reversal): PaymentSession {
  return { ...session, reversals: reversalsOf(session).map((reversal) => (reversal.id === changed.id ? changed : reversal)) };
}

/** What was asked for, without what became of it. */
export function termsOf(reversal: Reversal): ReversalTerms {
  const { id, type, transactionId, cents, requestedAtMs, by, reason, requestedBy, approvedBy } = reversal;
  return {
    id,
    type,
    transactionId,
    cents,
    requestedAtMs,
    ...(by !== undefined && { by }),
    ...(reason !== undefined && { reason }),
    ...(requestedBy !== undefined && { requestedBy }),
    ...(approvedBy !== undefined && { approvedBy }),
  };
}
