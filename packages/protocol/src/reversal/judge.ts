import { asciiLowerCase } from '../characters.ts';
import type { InstaMedReceipt } from '../receipt/receipt.ts';
import type { ReversalAnswer } from './answer.ts';

/** `doubt` is no answer: what became of the money must be looked up. */
export type ReversalVerdict =
  /** `transactionId` is the refund's own; a void keeps the payment's. */
  | { readonly type: 'taken'; readonly transactionId?: string }
  /**
   * `fundsTransferred` when InstaMed says that the payment is settled: a void came too late. Without a response code by REST, which refuses by its
   * HTTP status.
   */
  | { readonly type: 'refused'; readonly responseCode?: string; readonly fundsTransferred: boolean }
  /** `approved`: of a void that was approved, and of which nothing tells that the payment is voided yet. A payment that stands does not belie it. */
  | { readonly type: 'doubt'; readonly approved?: true };

const doubt: ReversalVerdict = { type: 'doubt' };

/**
 * A payment is voided when the void was approved (000, C) *and* the payment's own status is V. Texts vary between interfaces
 * (`APPROVED`, `VOIDED`; instamed-protocol.md §3.5) and decide nothing. Only an answer about this payment counts. REST names no status of
 * the payment among its fields (§9.1): there the receipt has to show it.
 */
export function judgeVoid(answer: ReversalAnswer, primaryTransactionId: string): ReversalVerdict {
  if (answer.type === 'error' || !isAbout(answer, primaryTransactionId)) return doubt;
  const primary = asciiLowerCase(answer.primaryTransactionStatus ?? '');
  if (isApproved(answer) && primary === '') return { type: 'doubt', approved: true };
  if (isApproved(answer)) return primary === 'v' ? { type: 'taken' } : doubt;
  return primary === 'v' ? doubt : judgeRefusal(answer, primary === 's');
}

/** A refund is taken when it was approved (000, C) under an id of its own (instamed-protocol.md §3.6). */
export function judgeSimpleRefund(answer: ReversalAnswer, primaryTransactionId: string): ReversalVerdict {
  if (answer.type === 'error' || !isAbout(answer, primaryTransactionId)) return doubt;
  const { transactionId } = answer;
  if (!isApproved(answer)) return judgeRefusal(answer, false);
  if (transactionId === undefined || sameTransaction(transactionId, primaryTransactionId)) return doubt;
  return { type: 'taken', transactionId };
}

/** What the receipt on the payment's token tells of the payment. */
export type ReversalEvidence =
  | { readonly type: 'voided' }
  /** The payment stands. Of refunds this says nothing: no source tells that a receipt shows them. */
  | { readonly type: 'standing'; readonly fundsTransferred: boolean }
  /** A transaction that takes the payment back, under an id of its own. A receipt names no amount. */
  | { readonly type: 'refund'; readonly transactionId: string }
  /** The receipt is about something else, or its status is none that says. */
  | { readonly type: 'nothing' };

/** How a receipt shows what was done to a payment: by its own status, by the primary's, or by a later transaction in its place. */
export function readEvidence(receipt: InstaMedReceipt, primaryTransactionId: string): ReversalEvidence {
  const own = sameTransaction(receipt.transactionId, primaryTransactionId);
  const primary = receipt.primaryTransactionId !== undefined && sameTransaction(receipt.primaryTransactionId, primaryTransactionId);
  if (!own && !primary) return { type: 'nothing' };
  const status = asciiLowerCase(receipt.transactionStatus);
  if (asciiLowerCase(receipt.primaryTransactionStatus ?? '') === 'v' || (own && status === 'v')) return { type: 'voided' };
  if (!own) return status === 'c' ? { type: 'refund', transactionId: receipt.transactionId } : { type: 'nothing' };
  return status === 'c' || status === 'a' || status === 's' ? { type: 'standing', fundsTransferred: status === 's' } : { type: 'nothing' };
}

/** What the receipt on the token of InstaMed's refund page tells. */
export type RefundPageEvidence = { readonly type: 'refund'; readonly transactionId: string } | { readonly type: 'nothing' };

/**
 * A refund that was made on the page: approved (000, C) under an id of its own, of this payment. No source shows a receipt by such a token; these are
 * the fields of the documented refund (instamed-protocol.md §3.6). Its text never tells one; the text of a sale says that it is none.
 */
export function readRefundPage(receipt: InstaMedReceipt, primaryTransactionId: string): RefundPageEvidence {
  const { transactionId, primaryTransactionId: primary = '', transactionStatus, responseCode, authorizationText = '' } = receipt;
  const isOurs = sameTransaction(primary, primaryTransactionId) && !sameTransaction(transactionId, primaryTransactionId);
  const approved = responseCode === '000' && asciiLowerCase(transactionStatus) === 'c';
  const isSale = asciiLowerCase(authorizationText).startsWith('i agree to pay');
  return isOurs && approved && !isSale ? { type: 'refund', transactionId } : { type: 'nothing' };
}

/** Ids come in either case. */
export const sameTransaction = (one: string, other: string): boolean => asciiLowerCase(one) === asciiLowerCase(other);

type Answered = Extract<ReversalAnswer, { readonly type: 'answered' }>;

const isAbout = ({ primaryTransactionId }: Answered, expected: string): boolean =>
  primaryTransactionId === undefined || sameTransaction(primaryTransactionId, expected);

const isApproved = ({ responseCode, transactionStatus }: Answered): boolean =>
  responseCode === '000' && asciiLowerCase(transactionStatus) === 'c';

/** Refused is what was declined with a code that says so; anything in between is doubt. */
function judgeRefusal({ responseCode, transactionStatus }: Answered, fundsTransferred: boolean): ReversalVerdict {
  if (responseCode === '000' || asciiLowerCase(transactionStatus) !== 'd') return doubt;
  return { type: 'refused', responseCode, fundsTransferred };
}
