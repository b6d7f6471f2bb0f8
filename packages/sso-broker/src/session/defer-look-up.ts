import { restWith } from './rest.ts';
import { confirmingBudgetMs, deferralEndMs, deferredLookUpAtMs } from './schedule.ts';
import type { PaymentSession } from './session.ts';
import type { EventOf } from './session-event.ts';
import { unchanged, type Step } from './step.ts';
import { watchOf } from './watches.ts';

/**
 * A look-up that was not made, because such calls are held back. It is no answer, and no attempt either: the same look-up is tried again,
 * for as long as it takes, and never given up, so that "unpaid" and "never answered" are said only of what InstaMed was asked.
 * Nobody who waits is left with "confirming" for longer than if it had been asked in vain.
 */
export function deferLookUp(session: PaymentSession, event: EventOf<'receiptDeferred'>): Step {
  const { atMs, attempt, token } = event;
  const watch = watchOf(session, event);
  if (watch.stage !== 'reading' && watch.stage !== 'canceling') return unchanged(session);
  const patient = atMs - watch.sinceMs < confirmingBudgetMs;
  const dueAtMs = Math.max(deferralEndMs(event, session.terms.polling), deferredLookUpAtMs(watch.sinceMs, atMs));
  return [patient ? session : restWith(session, watch, atMs), [{ type: 'readReceipt', token, dueAtMs, attempt }]];
}
