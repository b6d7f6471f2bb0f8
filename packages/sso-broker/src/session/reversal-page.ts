import { endReversal } from './reversal-end.ts';
import type { Reversal } from './reversal.ts';
import { findReversal, termsOf, withReversal } from './reversals.ts';
import type { PaymentSession } from './session.ts';
import type { EventOf } from './session-event.ts';
import { unchanged, type Step } from './step.ts';

/** The page is there, and it may be made on it from now on: it is looked for from the first poll on. Whoever asked gets the address. */
export function openReversalPage(session: PaymentSession, { reversalId, sendId, token, url, atMs }: EventOf<'reversalPageOpened'>): Step {
  const reversal = findReversal(session, reversalId);
  // One that was given up meanwhile stays so: nobody has this page's address.
  if (reversal?.status !== 'sent' || reversal.sendId !== sendId) return unchanged(session);
  const { intervalMs, windowMs } = session.terms.polling;
  const { sentAtMs } = reversal;
  const page = { token, url, endsAtMs: atMs + windowMs };
  const opened: Reversal = { ...termsOf(reversal), status: 'unknown', sendId, sentAtMs, answered: false, sinceMs: atMs, page };
  return [withReversal(session, opened), [{ type: 'lookUpReversal', reversalId, attempt: 0, dueAtMs: atMs + intervalMs }]];
}

/** A sign-on without an answer: on a page nobody has the address of nothing is done. Not tried again, because nobody would be there to use it. */
export function giveUpReversalPage(session: PaymentSession, reversal: Reversal, atMs: number): Step {
  return endReversal(session, { ...termsOf(reversal), status: 'failed', endedAtMs: atMs, failure: 'never_sent' }, atMs);
}
