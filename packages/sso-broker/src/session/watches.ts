import type { SessionEvent } from './session-event.ts';
import { TransitionError } from './transition-error.ts';
import type { PaymentSession, SessionRecord } from './session.ts';
import type { TokenWatch } from './token-watch.ts';

/** The session without its status: what is carried into the next one. */
export function recordOf(session: PaymentSession): SessionRecord {
  const { terms, sequence, updatedAtMs, watches, otherReceipts, notes } = session;
  const { hintedSales, sale, reversals, hintedRefunds, reports, cancelRequestedAtMs } = session;
  const record = {
    terms,
    sequence,
    updatedAtMs,
    watches,
    otherReceipts,
    notes,
    ...(hintedSales !== undefined && { hintedSales }),
    ...(sale !== undefined && { sale }),
    ...(reversals !== undefined && { reversals }),
    ...(hintedRefunds !== undefined && { hintedRefunds }),
    ...(reports !== undefined && { reports }),
  };
  return cancelRequestedAtMs === undefined ? record : { ...record, cancelRequestedAtMs };
}

/** The token that the page has, while its fate decides the session's. */
export function currentOf(session: PaymentSession): Exclude<TokenWatch, { stage: 'ended' }> | undefined {
  return session.status === 'open' || session.status === 'confirming' ? session.current : undefined;
}

/** Every token of the session, in the order of launch. */
export function allWatches(session: PaymentSession): readonly TokenWatch[] {
  const current = currentOf(session);
  return current === undefined ? session.watches : [...session.watches, current];
}

/** The watch an answer is about. An answer about a token that the session never had is impossible. */
export function watchOf(session: PaymentSession, event: Extract<SessionEvent, { readonly token: string }>): TokenWatch {
  const watch = allWatches(session).find(({ token }) => token === event.token);
  if (watch === undefined) throw new TransitionError('unknown_token', event.type, session.status);
  return watch;
}

/** The watches with one of them, known by its token, replaced or added at the end. */
export function withWatch(watches: readonly TokenWatch[], watch: TokenWatch): readonly TokenWatch[] {
  const at = watches.findIndex(({ token }) => token === watch.token);
  return at === -1 ? [...watches, watch] : watches.with(at, watch);
}

/** Whether the token may have been paid for all we know. A live one is no doubt: nobody has said yet that it is over. */
export function isDoubtful(watch: TokenWatch): boolean {
  switch (watch.stage) {
    case 'polling':
      return false;
    case 'canceling':
      return true;
    case 'reading':
    case 'ended':
      return watch.evidence === 'used' || watch.evidence === 'unknown';
    default:
      return watch satisfies never;
  }
}

/** Whether the last look-up has been answered. Being read once more, because of a webhook, takes nothing back. */
export function isAnswered(watch: TokenWatch): boolean {
  return (watch.stage === 'ended' || watch.stage === 'reading') && (watch.evidence === 'receipt' || watch.evidence === 'unpaid');
}

/** Whether the last look-up of every token has been answered: "no money" is final. */
export function isOver(session: PaymentSession): boolean {
  return allWatches(session).every((watch) => isAnswered(watch));
}
