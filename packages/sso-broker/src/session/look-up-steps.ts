import type { Effect } from './effect.ts';
import type { Note } from './note.ts';
import { restWith } from './rest.ts';
import { confirmingBudgetMs, confirmingPauseMs, isLastLookUp, nextConfirmingAtMs, nextLookUpAtMs } from './schedule.ts';
import type { PaymentSession } from './session.ts';
import type { EventOf } from './session-event.ts';
import { unchanged, type Step } from './step.ts';
import type { CancelingWatch, EndedWatch, ReadingWatch } from './token-watch.ts';
import { watchOf } from './watches.ts';

type Answer = EventOf<'noReceiptRead' | 'receiptUnavailable'>;

/** A look-up that brought no receipt: "there is none" or no answer at all. What it means depends on why it was made. */
export function followLookUp(session: PaymentSession, answer: Answer): Step {
  const watch = watchOf(session, answer);
  switch (watch.stage) {
    case 'canceling':
      return answer.type === 'noReceiptRead' ? cancelUnpaid(session, watch, answer) : retryCancel(session, watch, answer);
    case 'reading':
      return watch.evidence === 'used' ? confirmLonger(session, watch, answer) : lookUpLonger(session, watch, answer);
    case 'polling':
    case 'ended':
      return unchanged(session);
    default:
      return watch satisfies never;
  }
}

/** Nothing was paid so far, so the session is canceled; the page may still be in front of someone, so its token stays watched. */
function cancelUnpaid(session: PaymentSession, watch: CancelingWatch, { atMs }: Answer): Step {
  const { token, launchedAtMs, expiresAtMs } = watch;
  if (atMs >= expiresAtMs) return lookUpLonger(session, overSince(watch, atMs), { type: 'noReceiptRead', token, attempt: 0, atMs });
  const dueAtMs = Math.min(atMs + session.terms.polling.intervalMs, expiresAtMs);
  return [
    restWith(session, { stage: 'polling', token, launchedAtMs, expiresAtMs }, atMs),
    [{ type: 'pollToken', token, dueAtMs, attempt: 0 }],
  ];
}

/** "Canceled" cannot be said before a look-up has answered. After the budget the session is `unresolved`, and the asking goes on. */
function retryCancel(session: PaymentSession, watch: CancelingWatch, answer: Answer): Step {
  const { atMs, attempt } = answer;
  if (atMs >= watch.expiresAtMs) return lookUpLonger(session, overSince(watch, atMs), answer);
  const next = atMs - watch.sinceMs >= confirmingBudgetMs ? restWith(session, watch, atMs) : session;
  return [next, [readReceipt(watch, atMs + confirmingPauseMs(attempt, session.terms.polling), attempt + 1)]];
}

/** "Confirming" lasts for a while, then the session is `unresolved`; the reading goes on. */
function confirmLonger(session: PaymentSession, watch: ReadingWatch, answer: Answer): Step {
  const { atMs } = answer;
  const patient = atMs - watch.sinceMs < confirmingBudgetMs;
  return readAgain(patient ? session : restWith(session, watch, atMs), watch, answer);
}

/** The token was used, so a receipt must be there. When it never comes the token stays in doubt: it is never reported as unpaid. */
export function readAgain(session: PaymentSession, watch: ReadingWatch, event: Answer | EventOf<'receiptRead'>): Step {
  const { atMs, attempt } = event;
  const answered = event.type !== 'receiptUnavailable';
  const dueAtMs = nextConfirmingAtMs(watch.sinceMs, atMs, attempt, answered, session.terms.polling);
  if (dueAtMs === undefined) return endUnfound(session, { ...watch, stage: 'ended' }, { code: 'receipt_never_found', atMs });
  return [session, [readReceipt(watch, dueAtMs, attempt + 1)]];
}

/** The token's time is over. An answered look-up says "unpaid so far", the last one "unpaid"; an unanswered one leaves what was known. */
function lookUpLonger(session: PaymentSession, watch: ReadingWatch, answer: Answer): Step {
  const { atMs } = answer;
  const answered = answer.type === 'noReceiptRead';
  if (answered && isLastLookUp(watch.sinceMs, atMs)) return [restWith(session, { ...watch, stage: 'ended', evidence: 'unpaid' }, atMs), []];
  const news = answered && watch.evidence === 'unknown';
  const known: ReadingWatch = news ? { ...watch, evidence: 'unpaid_so_far' } : watch;
  const dueAtMs = nextLookUpAtMs(watch.sinceMs, atMs, answered);
  if (dueAtMs === undefined) return endUnfound(session, { ...known, stage: 'ended' }, { code: 'look_up_never_answered', atMs });
  return [restWith(session, known, atMs), [readReceipt(watch, dueAtMs, answer.attempt + 1)]];
}

/** Ends a token in doubt, and tells a person. */
export function endUnfound(session: PaymentSession, watch: EndedWatch, note: Note): Step {
  return [restWith({ ...session, notes: [...session.notes, note] }, watch, note.atMs), []];
}

function overSince({ token, launchedAtMs, expiresAtMs }: CancelingWatch, sinceMs: number): ReadingWatch {
  return { stage: 'reading', token, launchedAtMs, expiresAtMs, sinceMs, evidence: 'unknown' };
}

function readReceipt({ token }: ReadingWatch | CancelingWatch, dueAtMs: number, attempt: number): Effect {
  return { type: 'readReceipt', token, dueAtMs, attempt };
}
