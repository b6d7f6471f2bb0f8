import { judgeReceipt, sameTransaction, type InstaMedReceipt } from '@collect-payment/protocol';
import { isTokenOf } from './hinted-token.ts';
import { endUnfound } from './look-up-steps.ts';
import type { TransactionNote } from './note.ts';
import { followReceipt } from './receipt-steps.ts';
import { launchRecoveryMs } from './schedule.ts';
import { isPaid, isSettled, type PaymentSession } from './session.ts';
import type { EventOf, PaymentHint } from './session-event.ts';
import { unchanged, type Step } from './step.ts';
import type { TokenWatch } from './token-watch.ts';
import { allWatches, watchOf } from './watches.ts';

/*
 * The sale of an eCheck that the host's server asks for goes by SOAP, which has no field for the sign-on's token: no receipt is found by it, and
 * looking for one would only ever say that there is none. What can tell of such a sale, once its answer is lost, is InstaMed itself, by webhook or
 * posting file, under the session's id that was sent with it (decision 30).
 */

/** Whether the session's sale is one that no receipt shows. */
export const isCheckSale = ({ sale }: PaymentSession): boolean => sale !== undefined && 'tender' in sale && sale.tender === 'check';

const isUsed = (watch: TokenWatch): boolean => (watch.stage === 'reading' || watch.stage === 'ended') && watch.evidence === 'used';

/** Whether looking for a receipt on this token would ask for one that cannot be there: the token that the latest sale was made beside. */
export function isUnseenSale(session: PaymentSession, token: string): boolean {
  return isCheckSale(session) && session.sale?.page !== undefined && allWatches(session).at(-1)?.token === token;
}

/** Whether the answer to its sale may still be on its way. */
export const awaitsCheckAnswer = (session: PaymentSession): boolean => session.status === 'confirming' && isCheckSale(session);

/** The answer is lost: the session is in doubt, and a person's, until InstaMed tells. Before its time it stays due. */
export function loseSale(session: PaymentSession, event: EventOf<'saleAnswerLost'>): Step {
  const { token, given, atMs } = event;
  const watch = watchOf(session, event);
  if (!isCheckSale(session) || watch.stage !== 'reading' || watch.evidence !== 'used') return unchanged(session);
  const lostAtMs = watch.sinceMs + launchRecoveryMs;
  if (given === 'time' && atMs < lostAtMs) return [session, [{ type: 'readReceipt', token, dueAtMs: lostAtMs, attempt: 0 }]];
  return endUnfound(session, { ...watch, stage: 'ended' }, { code: 'sale_unresolved', atMs });
}

const transactionIdForm = /^[0-9A-Fa-f]{32}$/;
/** `Sale` of a webhook, `AuthCapt` of the posting file (instamed-protocol.md §5.2, §9.5). */
const saleActions: ReadonlySet<string> = new Set(['sale', 'authcapt']);

/**
 * What InstaMed tells, as a rule without a token, of a session whose sale is an eCheck. It was sent once, under an id that nobody else has sent: so a sale under
 * that id whose amount is ours is that one, and settles what is in doubt. Everything else is noted, and decides nothing. Undefined for what is not
 * about such a sale, or is about one that is known.
 */
export function followCheckHint(session: PaymentSession, hint: PaymentHint, atMs: number): Step | undefined {
  const { transactionId, transactionAction, statusCode, checkCents } = hint;
  const action = transactionAction.toLowerCase();
  const { requestedCents } = session.terms;
  if (requestedCents === undefined || !isCheckSale(session) || !allWatches(session).some((watch) => isTokenOf(hint, watch.token)))
    return undefined;
  // Its own answer may be on its way.
  if (session.status === 'confirming') return unchanged(session);
  const receipts = [...('found' in session && session.found ? [session.found] : []), ...session.otherReceipts];
  if (receipts.some(({ receipt }) => sameTransaction(receipt.transactionId, transactionId))) return undefined;
  const receipt: InstaMedReceipt = { transactionId, transactionStatus: statusCode, tender: 'check', signatureRequired: false };
  const verdict = judgeReceipt(receipt, requestedCents).type;
  const lost = session.watches.findLast((watch) => isUsed(watch));
  if (!saleActions.has(action)) return lost === undefined ? undefined : note(session, { code: 'orphan_payment', transactionId, atMs });
  const isTold = checkCents !== undefined && transactionIdForm.test(transactionId);
  const fits = isTold && verdict !== 'unknown' && (verdict !== 'approved' || checkCents === requestedCents);
  if (session.status === 'unresolved' && lost !== undefined && fits)
    return followReceipt(session, { type: 'receiptRead', token: lost.token, attempt: 0, receipt, atMs });
  if (verdict === 'declined' || verdict === 'canceled') return unchanged(session);
  const code = isPaid(session) ? 'second_payment' : action === 'authcapt' ? 'unmatched_posting' : 'orphan_payment';
  return note(session, { code, transactionId, atMs });
}

/** Whether a line of the posting file about its sale, even one without money, is worth handing over. */
export const awaitsCheckNews = (session: PaymentSession): boolean => isCheckSale(session) && !isSettled(session);

/** Once for each transaction, however often it is told. */
function note(session: PaymentSession, added: TransactionNote): Step {
  const known = session.notes.some((other) => other.code === added.code && other.transactionId === added.transactionId);
  return known ? unchanged(session) : [{ ...session, notes: [...session.notes, added] }, []];
}
