import { backoffMs, deferralEndMs } from './schedule.ts';
import type { PaymentSession } from './session.ts';
import type { EventOf } from './session-event.ts';
import { unchanged, type Step } from './step.ts';
import type { PollingWatch, ReadingWatch } from './token-watch.ts';
import { recordOf, watchOf, withWatch } from './watches.ts';

/** Upstream words are kept short and plain, and only so many of them: they go to the log. */
const maxWords = 8;
const maxWordLength = 32;

/** A token's status word. Only `finished` and EXPIRED end the polling; a word we do not know means wait. */
export function followTokenStatus(session: PaymentSession, event: EventOf<'tokenStatusRead'>): Step {
  const watch = watchOf(session, event);
  if (watch.stage !== 'polling') return unchanged(session);
  switch (event.meaning) {
    case 'finished':
      return startReading(session, watch, 'used', event.atMs);
    case 'expired':
      return startReading(session, watch, 'unknown', event.atMs);
    case 'new':
      return pollOn(session, watch, event.atMs, session.terms.polling.intervalMs, 0);
    case 'unknown':
      return pollOn(withWord(session, event.word, event.atMs), watch, event.atMs, session.terms.polling.intervalMs, 0);
    default:
      return event.meaning satisfies never;
  }
}

/** No answer about the token: asked again after a jittered pause, for as long as the token can live. */
export function retryTokenStatus(session: PaymentSession, event: EventOf<'tokenStatusUnavailable'>): Step {
  const watch = watchOf(session, event);
  if (watch.stage !== 'polling') return unchanged(session);
  return pollOn(session, watch, event.atMs, backoffMs(event.attempt, event.jitter), event.attempt + 1);
}

/** Nothing was asked, so no attempt is spent. At the token's end its receipt is read, as ever. */
export function deferTokenStatus(session: PaymentSession, event: EventOf<'tokenStatusDeferred'>): Step {
  const { atMs, attempt } = event;
  const watch = watchOf(session, event);
  if (watch.stage !== 'polling') return unchanged(session);
  return pollOn(session, watch, atMs, deferralEndMs(event, session.terms.polling) - atMs, attempt);
}

/** The last poll falls on the very end of the token's life; after it only the receipt can tell. */
function pollOn(session: PaymentSession, watch: PollingWatch, atMs: number, pauseMs: number, attempt: number): Step {
  if (atMs >= watch.expiresAtMs) return startReading(session, watch, 'unknown', atMs);
  return [session, [{ type: 'pollToken', token: watch.token, dueAtMs: Math.min(atMs + pauseMs, watch.expiresAtMs), attempt }]];
}

function startReading(session: PaymentSession, watch: PollingWatch, evidence: ReadingWatch['evidence'], atMs: number): Step {
  const reading: ReadingWatch = { ...watch, stage: 'reading', sinceMs: atMs, evidence };
  const next: PaymentSession =
    session.status === 'open' && session.current.token === watch.token
      ? { ...recordOf(session), status: 'confirming', current: reading }
      : { ...session, watches: withWatch(session.watches, reading) };
  return [next, [{ type: 'readReceipt', token: watch.token, dueAtMs: atMs, attempt: 0 }]];
}

function withWord(session: PaymentSession, upstreamWord: string, atMs: number): PaymentSession {
  const word = upstreamWord.replaceAll(/[^\w .-]/g, '?').slice(0, maxWordLength);
  const words = session.notes.filter((note) => note.code === 'unknown_token_status').map((note) => note.word);
  if (words.includes(word) || words.length >= maxWords) return session;
  return { ...session, notes: [...session.notes, { code: 'unknown_token_status', word, atMs }] };
}
