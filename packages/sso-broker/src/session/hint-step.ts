import { sameTransaction } from '@collect-payment/protocol';
import { followCheckHint } from './check-sale.ts';
import type { Effect } from './effect.ts';
import { isTokenOf } from './hinted-token.ts';
import { hintedPayment, keepReport, reportTypeOf } from './payment-reports.ts';
import { followRefundHint, keepRefunded } from './refund-hint.ts';
import { lookAgain } from './reversal-steps.ts';
import { findPayment, isOpen, mayHaveTaken, reversalsOn } from './reversals.ts';
import { isPaid, type PaymentSession } from './session.ts';
import type { EventOf, PaymentHint } from './session-event.ts';
import { unchanged, type Step } from './step.ts';
import type { EndedWatch, ReadingWatch, TokenWatch } from './token-watch.ts';
import { allWatches, withWatch } from './watches.ts';
import type { TransactionNote } from './note.ts';

/** A sale's action in the posting file, where a webhook says `Sale` (instamed-protocol.md §9.5). */
const postedSale = 'authcapt';
const mostHintedSales = 8;
/** Declined and canceled: no money on whatever token it was (instamed-protocol.md §3.8). */
const unpaidCodes: ReadonlySet<string> = new Set(['D', 'X']);
/** Authorised, captured, settled. */
const paidCodes: ReadonlySet<string> = new Set(['A', 'C', 'S']);
/** Voided, charged back, returned. */
const reversedCodes: ReadonlySet<string> = new Set(['V', 'CB', 'RI', 'SE']);

/**
 * What a webhook of InstaMed's leads to, beside the look that follows it. A token whose look-ups have ended without a receipt is read
 * again; what no look-up can tell is noted for a person. Never a status: that takes a receipt.
 */
export function followHint(session: PaymentSession, { hint, atMs }: EventOf<'paymentHinted'>): Step {
  const told = followCheckHint(session, hint, atMs);
  if (told !== undefined) return told;
  if (hint.transactionAction.toLowerCase() === postedSale) return followPosting(session, hint, atMs);
  const watches = allWatches(session).filter(({ token }) => isTokenOf(hint, token));
  // A void or refund on a page of InstaMed's has a token of its own.
  if (watches.length === 0 && isReversal(session, hint)) return followReversalHint(session, hint, atMs);
  if (watches.length === 0)
    return hint.token === undefined || unpaidCodes.has(hint.statusCode) ? unchanged(session) : orphan(session, hint, atMs);
  const over = watches.filter((watch) => isUnfound(watch));
  if (over.length > 0) return readAgain(session, over, atMs);
  if (isReversal(session, hint)) return followReversalHint(session, hint, atMs);
  if (hint.statusCode === 'S') return report(session, hint, atMs);
  return isSale(hint) ? keepSale(session, hint, atMs) : unchanged(session);
}

/**
 * A sale in InstaMed's posting file, which names our session and no token. What no receipt has shown is a person's from now on: the file is
 * written when the day is over. Tokens that ended without a receipt are read once more all the same, since only a receipt can settle it.
 */
function followPosting(session: PaymentSession, hint: PaymentHint, atMs: number): Step {
  const { transactionId, statusCode } = hint;
  if (findPayment(session, transactionId) !== undefined || !paidCodes.has(statusCode))
    return isReversal(session, hint) ? followReversalHint(session, hint, atMs) : report(session, hint, atMs);
  const [noted] = note(session, { code: 'unmatched_posting', transactionId, atMs });
  const over = allWatches(session).filter((watch) => isUnfound(watch));
  return over.length === 0 ? [noted, []] : readAgain(noted, over, atMs);
}

function isSale({ token, statusCode, transactionAction }: PaymentHint): boolean {
  return token !== undefined && statusCode === 'C' && transactionAction.toLowerCase() === 'sale';
}

/** Once the session is paid, a sale that no receipt has shown is a second one; before, it is kept to be compared with the receipt. */
function keepSale(session: PaymentSession, { transactionId }: PaymentHint, atMs: number): Step {
  // A page that saves a card takes no money: no receipt of ours will show it.
  if (session.terms.screen === 'save-on-file') return note(session, { code: 'orphan_payment', transactionId, atMs });
  if (isPaid(session)) {
    const shown = [session.found, ...session.otherReceipts].some(({ receipt }) => receipt.transactionId === transactionId);
    return shown ? unchanged(session) : note(session, { code: 'second_payment', transactionId, atMs });
  }
  const { hintedSales = [] } = session;
  if (hintedSales.includes(transactionId) || hintedSales.length >= mostHintedSales) return unchanged(session);
  return [{ ...session, hintedSales: [...hintedSales, transactionId] }, []];
}

/** InstaMed names our session and a token that we never had: a sign-on's answer was lost, and somebody paid all the same. */
function orphan(session: PaymentSession, { transactionId }: PaymentHint, atMs: number): Step {
  return note(session, { code: 'orphan_payment', transactionId, atMs });
}

type Unfound = EndedWatch & Pick<ReadingWatch, 'evidence'>;

function isUnfound(watch: TokenWatch): watch is Unfound {
  return watch.stage === 'ended' && watch.evidence !== 'receipt';
}

/** What was said of it stands until a receipt says otherwise: the session's status does not move, and what was final stays final. */
function readAgain(session: PaymentSession, over: readonly Unfound[], atMs: number): Step {
  const readings = over.map((watch): ReadingWatch => ({ ...watch, stage: 'reading', sinceMs: atMs }));
  const watches = readings.reduce(withWatch, session.watches);
  return [{ ...session, watches }, readings.map(({ token }) => ({ type: 'readReceipt', token, dueAtMs: atMs, attempt: 0 }))];
}

/** Whether money that was told of as taken is said to have gone back. */
function isReversal(session: PaymentSession, hint: PaymentHint): boolean {
  if (!reversedCodes.has(hint.statusCode) && hint.transactionAction.toLowerCase() !== 'refund') return false;
  return hintedPayment(session, hint) !== undefined;
}

/** Somebody else's doing: kept with the payment, and, but for a settlement, for a person to look at. */
function report(session: PaymentSession, hint: PaymentHint, atMs: number, effects: readonly Effect[] = []): Step {
  const { transactionId: reportedId } = hint;
  const type = reportTypeOf(hint);
  const payment = hintedPayment(session, hint);
  if (type === undefined || payment === undefined) return [session, effects];
  const [noted] = type === 'settled' ? unchanged(session) : note(session, { code: 'reversal_reported', transactionId: reportedId, atMs });
  const [kept, looks] = keepReport(noted, { type, transactionId: payment.receipt.transactionId, reportedId, atMs });
  return [kept, [...effects, ...looks]];
}

/** A void or refund of ours may be what InstaMed tells of: it is looked at, and nothing is said until it is known. */
function followReversalHint(session: PaymentSession, hint: PaymentHint, atMs: number): Step {
  const { transactionId, originalTransactionId = transactionId } = hint;
  const ours = reversalsOn(session, originalTransactionId).filter((reversal) => mayHaveTaken(reversal));
  const [looking, effects] = lookAgain(keepRefunded(session, hint), [transactionId, originalTransactionId], atMs);
  if (hint.transactionAction.toLowerCase() !== 'refund') {
    const isOurs = hint.statusCode === 'V' && ours.some(({ type }) => type === 'void');
    return isOurs ? [looking, effects] : report(looking, hint, atMs, effects);
  }
  // Declined, or canceled: nothing went back.
  if (unpaidCodes.has(hint.statusCode)) return [session, effects];
  const decided = followRefundHint(looking, hint, atMs);
  if (decided !== undefined) return decided;
  if (ours.some((reversal) => reversal.status === 'succeeded' && sameTransaction(reversal.reversalTransactionId ?? '', transactionId)))
    return [looking, effects];
  if (!ours.some((reversal) => reversal.type === 'refund' && (isOpen(reversal) || reversal.status === 'unresolved')))
    return report(looking, hint, atMs, effects);
  const { hintedRefunds = [] } = looking;
  if (hintedRefunds.includes(transactionId) || hintedRefunds.length >= mostHintedSales) return [looking, effects];
  return [{ ...looking, hintedRefunds: [...hintedRefunds, transactionId] }, effects];
}

/** Once for each transaction, however often the webhook comes. */
function note(session: PaymentSession, added: TransactionNote): Step {
  const known = session.notes.some((other) => other.code === added.code && other.transactionId === added.transactionId);
  return known ? unchanged(session) : [{ ...session, notes: [...session.notes, added] }, []];
}
