import { cancel } from './cancel-step.ts';
import { loseSale } from './check-sale.ts';
import { forgoSale, intendSale, withdrawSale } from './sale-steps.ts';
import { followHint } from './hint-step.ts';
import { expireUnlaunched, giveUpLaunch, openPage, recoverLaunch, requestLaunch, takePage } from './launch-steps.ts';
import { deferLookUp } from './defer-look-up.ts';
import { followLookUp } from './look-up-steps.ts';
import { followReceipt } from './receipt-steps.ts';
import type { PaymentSession } from './session.ts';
import type { SessionEvent } from './session-event.ts';
import type { Step } from './step.ts';
import { followRefundPage } from './refund-page-look-up.ts';
import { openReversalPage } from './reversal-page.ts';
import { deferReversalLookUp, followReversalLookUp } from './reversal-look-up.ts';
import { followAnswer, loseAnswer, markSent, requestReversal, retrySend } from './reversal-steps.ts';
import type { Terms } from './terms.ts';
import { deferTokenStatus, followTokenStatus, retryTokenStatus } from './token-status-steps.ts';

/** A new session, and the timer that ends it should nobody launch it. */
export function createSession(terms: Terms): Step {
  const session: PaymentSession = {
    terms,
    sequence: 1,
    updatedAtMs: terms.createdAtMs,
    watches: [],
    otherReceipts: [],
    notes: [],
    status: 'created',
  };
  return [session, [{ type: 'expireSession', dueAtMs: terms.expiresAtMs }]];
}

/**
 * The one place where a session is decided. Knows no clock, no randomness and no storage: all of it is in the event.
 * A repeated or overtaken event answers the same session and no effects; a timer that comes too early, the same session and itself.
 *
 * @throws TransitionError when the event is impossible in the session's status; ReversalRefused when a void or refund is.
 */
export function transition(session: PaymentSession, event: SessionEvent): Step {
  const [next, effects] = step(session, event);
  return next === session ? [session, effects] : [{ ...next, sequence: session.sequence + 1, updatedAtMs: event.atMs }, effects];
}

function step(session: PaymentSession, event: SessionEvent): Step {
  switch (event.type) {
    case 'launchRequested':
      return requestLaunch(session, event);
    case 'launched':
      return openPage(session, event);
    case 'launchFailed':
      return giveUpLaunch(session, event);
    case 'pageTaken':
      return takePage(session, event);
    case 'launchRecoveryDue':
      return recoverLaunch(session, event);
    case 'lifetimeSpent':
      return expireUnlaunched(session, event);
    case 'cancelRequested':
      return cancel(session, event);
    case 'tokenStatusRead':
      return followTokenStatus(session, event);
    case 'tokenStatusUnavailable':
      return retryTokenStatus(session, event);
    case 'tokenStatusDeferred':
      return deferTokenStatus(session, event);
    case 'receiptRead':
      return followReceipt(session, event);
    case 'paymentHinted':
      return followHint(session, event);
    case 'noReceiptRead':
    case 'receiptUnavailable':
      return followLookUp(session, event);
    case 'receiptDeferred':
      return deferLookUp(session, event);
    case 'saleIntended':
      return intendSale(session, event);
    case 'saleRefused':
      return withdrawSale(session, event);
    case 'saleAnswerLost':
      return loseSale(session, event);
    case 'saleForgone':
      return forgoSale(session, event);
    case 'reversalRequested':
      return requestReversal(session, event);
    case 'reversalSent':
      return markSent(session, event);
    case 'reversalNotSent':
      return retrySend(session, event);
    case 'reversalAnswered':
      return followAnswer(session, event);
    case 'reversalAnswerLost':
      return loseAnswer(session, event);
    case 'reversalPageOpened':
      return openReversalPage(session, event);
    case 'refundPageLookedUp':
      return followRefundPage(session, event);
    case 'reversalLookedUp':
      return followReversalLookUp(session, event);
    case 'reversalLookUpDeferred':
      return deferReversalLookUp(session, event);
    default:
      return event satisfies never;
  }
}
