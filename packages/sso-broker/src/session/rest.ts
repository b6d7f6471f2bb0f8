import type { PaymentSession, SessionRecord, SessionState } from './session.ts';
import { isDoubtful, recordOf, withWatch } from './watches.ts';
import type { TokenWatch } from './token-watch.ts';

/** Where a session without a receipt and without a page comes to rest: doubt first, then what was asked for. */
function restingState(record: SessionRecord, atMs: number): SessionState {
  if (record.watches.some((watch) => isDoubtful(watch))) return { status: 'unresolved', unresolvedAtMs: atMs };
  if (record.cancelRequestedAtMs !== undefined) return { status: 'canceled', canceledAtMs: atMs, late: false };
  return { status: 'expired', expiredAtMs: atMs };
}

/**
 * Notes what is now known of a token that did not give a receipt, and lets the session follow where it may.
 * The current token's page is over by this. A settled session, a launch and another open page are left as they are.
 */
export function restWith(session: PaymentSession, watch: TokenWatch, atMs: number): PaymentSession {
  // Learning what was known already is no change of the session.
  if (session.watches.includes(watch)) return session;
  const watches = withWatch(session.watches, watch);
  switch (session.status) {
    case 'open':
    case 'confirming': {
      if (session.current.token !== watch.token) return { ...session, watches };
      const record = { ...recordOf(session), watches };
      return { ...record, ...restingState(record, atMs) };
    }
    case 'unresolved':
    case 'expired': {
      const record = { ...recordOf(session), watches };
      const state = restingState(record, atMs);
      return state.status === session.status ? { ...session, watches } : { ...record, ...state };
    }
    case 'created':
    case 'launching':
    case 'approved':
    case 'partially_approved':
    case 'saved':
    case 'declined':
    case 'canceled':
    case 'failed':
      return { ...session, watches };
    default:
      return session satisfies never;
  }
}
