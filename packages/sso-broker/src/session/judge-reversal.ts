import type { ReversalTerms } from './reversal.ts';
import { findPayment, isOpen, mayHaveTaken, refundableCents, reversalsOn } from './reversals.ts';
import type { PaymentSession } from './session.ts';

/** Why a void or refund is not even begun. `in_progress` passes by itself: the caller may try again. */
export type ReversalRefusal =
  | 'payment_unknown'
  | 'not_a_card'
  | 'voided'
  | 'refunded'
  | 'in_progress'
  | 'too_large'
  | 'too_late'
  | 'daily_ceiling';

/** Thrown by the step that cannot be taken. Nothing is changed by it. */
export class ReversalRefused extends Error {
  override readonly name = 'ReversalRefused';
  readonly refusal: ReversalRefusal;

  constructor(refusal: ReversalRefusal) {
    super(`The void or refund is refused: ${refusal}`);
    this.refusal = refusal;
  }
}

/** InstaMed refunds within a year (instamed-protocol.md §3.6). */
const refundableForMs = 365 * 24 * 3_600_000;

/**
 * Whether it may be begun. A void takes back all of a payment of which nothing has been taken back; refunds together never exceed it. What
 * may have been taken counts as taken. All reversals of a payment stand in its one session, so the session's sequence decides every race.
 */
export function judgeReversal(session: PaymentSession, asked: ReversalTerms): ReversalRefusal | undefined {
  const payment = findPayment(session, asked.transactionId);
  if (payment === undefined) return 'payment_unknown';
  // InstaMed voids eChecks and refunds cards (instamed-protocol.md §3.5, §4); whether a receipt without a tender is a card's, it knows.
  const { tender } = payment.receipt;
  if (tender === 'cash' || (tender === 'check' && asked.type === 'refund')) return 'not_a_card';
  const others = reversalsOn(session, asked.transactionId).filter((reversal) => mayHaveTaken(reversal));
  const voids = others.filter(({ type }) => type === 'void');
  if (voids.length > 0) return voids.some((reversal) => isOpen(reversal)) ? 'in_progress' : 'voided';
  const beside = others.filter((reversal) => isOpen(reversal));
  // What InstaMed tells of a refund names no sending of ours: on its page one is made alone.
  if (beside.length > 0 && [asked, ...beside].some(({ by }) => by === 'screen')) return 'in_progress';
  if (asked.type === 'void') return judgeVoidBeside(beside.length > 0, others.length);
  if (asked.cents > refundableCents(session, payment)) return 'too_large';
  return asked.requestedAtMs - payment.foundAtMs > refundableForMs ? 'too_late' : undefined;
}

function judgeVoidBeside(oneIsOpen: boolean, refunds: number): ReversalRefusal | undefined {
  if (refunds === 0) return undefined;
  return oneIsOpen ? 'in_progress' : 'refunded';
}
