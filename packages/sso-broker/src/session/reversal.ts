import { sameTransaction } from '@collect-payment/protocol';
import { isPaid, type FoundReceipt, type PaidVerdict, type PaymentSession } from './session.ts';

/** A void or a refund as it was asked for. Never changes, but for `reason`, which is erased with the session's personal data. */
export interface ReversalTerms {
  /** Made of the caller's Idempotency-Key: the same request is the same reversal, however often it comes. */
  readonly id: string;
  readonly type: 'void' | 'refund';
  /** The payment's, in the case of its receipt. */
  readonly transactionId: string;
  /** Of a void all that was taken. In US cents. */
  readonly cents: number;
  readonly requestedAtMs: number;
  readonly reason?: string;
  /** Who asked, and who agreed: the host's own opaque ids of its staff. */
  readonly requestedBy?: string;
  readonly approvedBy?: string;
}

/**
 * Why nothing was taken, for certain.
 *
 * - `declined`: InstaMed refused it;
 * - `funds_transferred`: a void came after the funds were on their way;
 * - `not_carried_out`: the answer to a void was lost, and the payment stood a day later;
 * - `never_sent`: InstaMed could not be reached for an hour.
 */
export type ReversalFailure = 'declined' | 'funds_transferred' | 'not_carried_out' | 'never_sent';

/**
 * `pending` is stored and was not sent; `sent` may have been, by whoever stored `sendId`, and by nobody else ever; `unknown` was sent, and
 * what became of it is being looked up; `unresolved` has no answer and no look-up left: a person must look. It counts as taken.
 */
export type ReversalState =
  | { readonly status: 'pending'; readonly attempt: number }
  | { readonly status: 'sent'; readonly sendId: string; readonly sentAtMs: number }
  | (Sent & { readonly status: 'unknown' })
  | (Sent & { readonly status: 'unresolved'; readonly endedAtMs: number })
  | {
      readonly status: 'succeeded';
      readonly endedAtMs: number;
      readonly foundBy: 'answer' | 'look_up';
      /** A refund's own; a void has none. */
      readonly reversalTransactionId?: string;
    }
  | { readonly status: 'failed'; readonly endedAtMs: number; readonly failure: ReversalFailure; readonly responseCode?: string };

interface Sent {
  readonly sendId: string;
  readonly sentAtMs: number;
  /** InstaMed did answer, and said nothing that decides: what it was asked is no longer under way. */
  readonly answered: boolean;
  /** Since when it is looked up. */
  readonly sinceMs: number;
}

/** A void or refund: a transaction of its own on a receipt, not a state of the session. */
export type Reversal = ReversalTerms & ReversalState;

export type ReversalIn<Status extends Reversal['status']> = Extract<Reversal, { readonly status: Status }>;

export const reversalsOf = ({ reversals = [] }: PaymentSession): readonly Reversal[] => reversals;

export function findReversal(session: PaymentSession, reversalId: string): Reversal | undefined {
  return reversalsOf(session).find(({ id }) => id === reversalId);
}

/** Everything that was paid in the session: the payment that is its outcome, and any second one. */
export function paymentsOf(session: PaymentSession): readonly FoundReceipt<PaidVerdict>[] {
  const others = session.otherReceipts.filter((found): found is FoundReceipt<PaidVerdict> => 'approvedCents' in found.verdict);
  return isPaid(session) ? [session.found, ...others] : others;
}

/** Under which transaction ids the session is found, in lower case. */
export function transactionIdsOf(session: PaymentSession): readonly string[] {
  return paymentsOf(session).map(({ receipt }) => receipt.transactionId.toLowerCase());
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

/** What may still be refunded: what was taken, less all that may have gone back. */
export function refundableCents(session: PaymentSession, payment: FoundReceipt<PaidVerdict>): number {
  const reversals = reversalsOn(session, payment.receipt.transactionId).filter((reversal) => mayHaveTaken(reversal));
  return payment.verdict.approvedCents - reversals.reduce((sum, { cents }) => sum + cents, 0);
}

/** The session with one reversal, known by its id, replaced. */
export function withReversal(session: PaymentSession, changed: Reversal): PaymentSession {
  return { ...session, reversals: reversalsOf(session).map((reversal) => (reversal.id === changed.id ? changed : reversal)) };
}

/** What was asked for, without what became of it. */
export function termsOf(reversal: Reversal): ReversalTerms {
  const { id, type, transactionId, cents, requestedAtMs, reason, requestedBy, approvedBy } = reversal;
  return {
    id,
    type,
    transactionId,
    cents,
    requestedAtMs,
    ...(reason !== undefined && { reason }),
    ...(requestedBy !== undefined && { requestedBy }),
    ...(approvedBy !== undefined && { approvedBy }),
  };
}
