import { sameTransaction } from '@collect-payment/protocol';
import { endRefundOnPage, isUnclaimed, plausibleReport } from './refund-on-page.ts';
import { endReversal } from './reversal-end.ts';
import { keepLooking } from './reversal-look-up.ts';
import { refundClockToleranceMs } from './reversal-schedule.ts';
import type { ReversalIn } from './reversal.ts';
import { findReversal, isOpen, reversalsOn, termsOf } from './reversals.ts';
import type { PaymentSession } from './session.ts';
import type { EventOf } from './session-event.ts';
import { unchanged, type Step } from './step.ts';

type PageRefund = ReversalIn<'unknown' | 'unresolved'>;
type LookedUp = EventOf<'refundPageLookedUp'>;

/**
 * What is known of a refund on InstaMed's own page. It was made when the page's token says that something was, and a second fact says what: a receipt
 * by that token, or a webhook about this payment. It was not when the token ended before a transaction, and nothing else says otherwise. All else
 * is looked at again, and goes to a person in the end; until then, and after, it counts as taken.
 */
export function followRefundPage(session: PaymentSession, event: LookedUp): Step {
  const reversal = findReversal(session, event.reversalId);
  if ((reversal?.status !== 'unknown' && reversal?.status !== 'unresolved') || reversal.page === undefined) return unchanged(session);
  const { attempt, atMs, page } = event;
  if (page === 'finished') {
    const made = madeOn(session, reversal, event);
    if (made !== undefined) return endRefundOnPage(session, reversal, made.refundId, made.foundBy, atMs);
  }
  if (reversal.status === 'unknown' && page === 'expired' && wasNotMade(session, reversal, event)) {
    return endReversal(session, { ...termsOf(reversal), status: 'failed', endedAtMs: atMs, failure: 'not_carried_out' }, atMs);
  }
  return keepLooking(session, reversal, { attempt, atMs, answered: page !== 'unavailable', stands: false });
}

interface Made {
  readonly refundId: string;
  readonly foundBy: 'look_up' | 'webhook';
}

function madeOn(session: PaymentSession, reversal: PageRefund, { onPage }: LookedUp): Made | undefined {
  if (typeof onPage === 'object' && onPage.type === 'refund' && isUnclaimed(session, reversal, onPage.transactionId))
    return { refundId: onPage.transactionId, foundBy: 'look_up' };
  const others = reversalsOn(session, reversal.transactionId).filter(({ id, type }) => id !== reversal.id && type === 'refund');
  if (others.some((other) => isOpen(other) || other.status === 'unresolved')) return undefined;
  const [refundId, ...more] = unexplained(session, reversal);
  const isTold = refundId !== undefined && more.length === 0 && plausibleReport(session, reversal, refundId) !== undefined;
  return isTold ? { refundId, foundBy: 'webhook' } : undefined;
}

/** `none`: no transaction was made on the page's token. The payment's own receipt may name a refund that is known, or was made before. */
function wasNotMade(session: PaymentSession, reversal: PageRefund, { onPage, onPayment, receiptAtMs }: LookedUp): boolean {
  if (onPage !== 'none' || typeof onPayment !== 'object' || unexplained(session, reversal).length > 0) return false;
  if (onPayment.type === 'standing') return true;
  const isOlder = receiptAtMs !== undefined && receiptAtMs < reversal.sentAtMs - refundClockToleranceMs;
  return onPayment.type === 'refund' && (isOlder || !isUnclaimed(session, reversal, onPayment.transactionId));
}

/** Refunds that InstaMed told of while this one was open, and that are none of ours so far. */
function unexplained(session: PaymentSession, reversal: PageRefund): readonly string[] {
  const { hintedRefunds = [] } = session;
  const told = hintedRefunds.filter((refundId) => isUnclaimed(session, reversal, refundId));
  return told.filter((refundId, place) => told.findIndex((other) => sameTransaction(other, refundId)) === place);
}
