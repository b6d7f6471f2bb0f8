import type { PaymentStatus } from '@collect-payment/contract';
import { encodeCents, sameTransaction, type PostingRecord } from '@collect-payment/protocol';
import { awaitsCheckNews } from '../session/check-sale.ts';
import { reversalsOf } from '../session/reversals.ts';
import type { PaymentSession } from '../session/session.ts';
import type { PaymentRow } from '../storage/payment-list.ts';
import type { Finding } from './finding.ts';

/** Authorised, captured, settled (instamed-protocol.md §3.8). */
const standing: ReadonlySet<string> = new Set(['A', 'C', 'S']);
/** Declined, canceled, and a card that was saved. */
const withoutMoney: ReadonlySet<string> = new Set(['D', 'X', 'O']);

/** The codes that say the same as a status of ours. */
const codesOf: Readonly<Record<PaymentStatus, ReadonlySet<string>>> = {
  captured: standing,
  partially_refunded: standing,
  refunded: standing,
  voided: new Set(['V']),
  returned: new Set(['RI']),
  charged_back: new Set(['CB']),
};

/** What is known here of a record: the payment by its transaction id; else the session that it names, where that is the tenant's. */
export interface Known {
  readonly payment?: PaymentRow;
  readonly session?: PaymentSession;
}

export const isSale = ({ transactionAction }: PostingRecord): boolean => transactionAction.toLowerCase() === 'authcapt';

/** Compares one record with what is known of it. */
export function judgePosting(record: PostingRecord, { payment, session }: Known): Finding {
  const { statusCode } = record;
  const transactionId = record.transactionId.toLowerCase();
  if (isSale(record)) {
    if (payment !== undefined) return comparePayment(record, payment);
    // Of an eCheck whose answer was lost nothing else may ever tell.
    const isAwaited = session !== undefined && awaitsCheckNews(session);
    if (withoutMoney.has(statusCode)) return isAwaited ? { type: 'no_money', awaitedBy: session.terms.id } : { type: 'no_money' };
    if (session === undefined) return { type: 'not_ours' };
    const about = { transactionId, sessionId: session.terms.id };
    // What was taken back before a receipt was read, and is told nowhere, is no payment to be looked for.
    return { type: 'missing_here', ...about, theirs: tell(record), flagged: isAwaited || standing.has(statusCode) };
  }
  if (session === undefined) return { type: 'not_ours' };
  if (session.terms.screen === 'save-on-file' && withoutMoney.has(statusCode)) return { type: 'no_money' };
  const isOurs = reversalsOf(session).some(
    (reversal) => reversal.status === 'succeeded' && sameTransaction(reversal.reversalTransactionId ?? '', transactionId),
  );
  if (isOurs) return { type: 'matched', transactionId };
  return { type: 'unknown_refund', transactionId, sessionId: session.terms.id, theirs: tell(record) };
}

function comparePayment({ cents, statusCode }: PostingRecord, payment: PaymentRow): Finding {
  const { transactionId, sessionId, capturedCents, status } = payment;
  if (cents !== undefined && cents !== capturedCents)
    return { type: 'amount_differs', transactionId, sessionId, ours: encodeCents(capturedCents), theirs: encodeCents(cents) };
  if (!codesOf[status].has(statusCode)) return { type: 'status_differs', transactionId, sessionId, ours: status, theirs: statusCode };
  return { type: 'matched', transactionId };
}

/** `125.00 C` */
function tell({ cents, statusCode }: PostingRecord): string {
  return cents === undefined ? statusCode : `${encodeCents(cents)} ${statusCode}`;
}
