import { sameTransaction } from '@collect-payment/protocol';
import { endReversal } from './reversal-end.ts';
import type { ReversalIn } from './reversal.ts';
import { findReversal, isOpen, reversalsOn, termsOf } from './reversals.ts';
import { nextReversalLookUpAtMs, refundClockToleranceMs } from './reversal-schedule.ts';
import { deferralEndMs } from './schedule.ts';
import type { PaymentSession } from './session.ts';
import type { EventOf } from './session-event.ts';
import { unchanged, type Step } from './step.ts';

type LookedUp = ReversalIn<'unknown' | 'unresolved'>;

/**
 * What the receipt on the payment's token tells of a void or refund whose answer is missing. The payment's status tells of a void, either way.
 * Of a refund a receipt can tell only that one was made, under which id: it counts as ours when no other of ours could be it. That there was
 * none it cannot tell, so a refund never fails by a look-up: it is found, or a person must look.
 */
export function followReversalLookUp(session: PaymentSession, event: EventOf<'reversalLookedUp'>): Step {
  const reversal = findReversal(session, event.reversalId);
  if (reversal?.status !== 'unknown' && reversal?.status !== 'unresolved') return unchanged(session);
  const { atMs } = event;
  const found = reversal.type === 'void' ? judgeVoid(reversal, event) : judgeRefund(session, reversal, event);
  if (found !== undefined) return endReversal(session, { ...termsOf(reversal), endedAtMs: atMs, ...found }, atMs);
  const { attempt, evidence } = event;
  const stands = evidence !== 'unavailable' && evidence.type === 'standing';
  return keepLooking(session, reversal, { atMs, attempt, answered: evidence !== 'unavailable', stands });
}

/** Nothing was asked: receipts are held back until then. */
export function deferReversalLookUp(session: PaymentSession, event: EventOf<'reversalLookUpDeferred'>): Step {
  const { reversalId, attempt } = event;
  const reversal = findReversal(session, reversalId);
  if (reversal?.status !== 'unknown') return unchanged(session);
  const dueAtMs = deferralEndMs(event, session.terms.polling);
  return [session, [{ type: 'lookUpReversal', reversalId, attempt, dueAtMs }]];
}

type Ending =
  | Pick<ReversalIn<'succeeded'>, 'status' | 'foundBy' | 'reversalTransactionId'>
  | Pick<ReversalIn<'failed'>, 'status' | 'failure'>;

function judgeVoid({ answered, status }: LookedUp, { evidence, pageExpired }: EventOf<'reversalLookedUp'>): Ending | undefined {
  if (evidence === 'unavailable') return undefined;
  if (evidence.type === 'voided') return { status: 'succeeded', foundBy: 'look_up' };
  if (evidence.type !== 'standing' || status === 'unresolved') return undefined;
  // Once funds are on their way no void reaches the payment, and one that was answered is no longer under way.
  if (evidence.fundsTransferred) return { status: 'failed', failure: 'funds_transferred' };
  // InstaMed says that the page ended before a transaction (instamed-protocol.md §2), and the payment, read after that, agrees.
  if (pageExpired === true) return { status: 'failed', failure: 'not_carried_out' };
  return answered ? { status: 'failed', failure: 'declined' } : undefined;
}

function judgeRefund(session: PaymentSession, reversal: LookedUp, event: EventOf<'reversalLookedUp'>): Ending | undefined {
  const { evidence, receiptAtMs } = event;
  if (evidence === 'unavailable' || evidence.type !== 'refund') return undefined;
  const { transactionId } = evidence;
  const others = reversalsOn(session, reversal.transactionId).filter(({ id }) => id !== reversal.id);
  const isKnown = others.some((other) => other.status === 'succeeded' && sameTransaction(other.reversalTransactionId ?? '', transactionId));
  const couldBeAnother = others.some((other) => isOpen(other) || other.status === 'unresolved');
  const isOlder = receiptAtMs === undefined || receiptAtMs < reversal.sentAtMs - refundClockToleranceMs;
  if (isKnown || couldBeAnother || isOlder) return undefined;
  return { status: 'succeeded', foundBy: 'look_up', reversalTransactionId: transactionId };
}

interface Look {
  readonly atMs: number;
  readonly attempt: number;
  readonly answered: boolean;
  /** Whether the payment's receipt says that it stands. */
  readonly stands: boolean;
}

/** Nothing was decided: it is looked up again, until the look-ups have come to their end. One that is unresolved has had them. */
export function keepLooking(session: PaymentSession, reversal: LookedUp, look: Look): Step {
  if (reversal.status === 'unresolved') return unchanged(session);
  const { atMs, attempt, stands } = look;
  const { id: reversalId, type, sinceMs, page } = reversal;
  const { intervalMs } = session.terms.polling;
  // While a clerk may be at the page it is looked at as often as any other.
  const pollAtMs = page !== undefined && atMs < page.endsAtMs + intervalMs ? atMs + intervalMs : undefined;
  const dueAtMs = pollAtMs ?? nextReversalLookUpAtMs(type, sinceMs, atMs, look.answered);
  if (dueAtMs !== undefined) return [session, [{ type: 'lookUpReversal', reversalId, attempt: attempt + 1, dueAtMs }]];
  const terms = termsOf(reversal);
  if (type === 'void' && stands) {
    return endReversal(session, { ...terms, status: 'failed', endedAtMs: atMs, failure: 'not_carried_out' }, atMs);
  }
  const { sendId, sentAtMs, answered } = reversal;
  const kept = { sendId, sentAtMs, answered, sinceMs, ...(page !== undefined && { page }) };
  return endReversal(session, { ...terms, status: 'unresolved', ...kept, endedAtMs: atMs }, atMs);
}
