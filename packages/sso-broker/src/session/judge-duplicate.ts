import type { PaymentSession } from './session.ts';
import type { Terms } from './terms.ts';
import { isRefusedSale } from './sale-steps.ts';
import { isOver } from './watches.ts';

/** What to do about sessions for the same thing to be paid. `allow` makes another whatever there is, and notes it; `off` does not look. */
export interface DuplicatePolicy {
  readonly mode: 'join' | 'refuse' | 'allow' | 'off';
  /** How long after a payment another one is warned of; 0 for never. */
  readonly recentlyPaidMs: number;
}

export type DuplicateReason =
  /** The rival can take the money, and the tenant does not want it joined. */
  | 'live'
  /** The rival can take money, but on other terms. */
  | 'other_terms'
  /** The rival was canceled, declined or failed, and a page of it may still be paid, or have been. */
  | 'may_be_paid'
  | 'recently_paid';

export type DuplicateVerdict =
  | { readonly type: 'create'; readonly session: PaymentSession }
  /** The rival is what was asked for. */
  | { readonly type: 'joined'; readonly session: PaymentSession }
  /** The rival stands in the way. */
  | { readonly type: 'refused'; readonly reason: DuplicateReason; readonly session: PaymentSession };

/** Whether the new session may be made beside its rivals. The latest changed rival comes first. */
export function judgeDuplicate(session: PaymentSession, rivals: readonly PaymentSession[], policy: DuplicatePolicy): DuplicateVerdict {
  if (policy.mode === 'off') return { type: 'create', session };
  const { terms } = session;
  const standing = rivals.map((rival) => ({ rival, stands: standingOf(rival, terms, policy.recentlyPaidMs) }));
  const inTheWay = (stands: Standing) => standing.find((one) => one.stands === stands)?.rival;
  const joinable = standing.find(({ rival, stands }) => stands === 'live' && areSameTerms(rival.terms, terms))?.rival;
  if (policy.mode === 'join' && joinable !== undefined) return { type: 'joined', session: joinable };

  for (const stands of ['recently_paid', 'live', 'may_be_paid'] as const) {
    const rival = inTheWay(stands);
    if (rival === undefined) continue;
    if (policy.mode === 'allow') {
      const note = { code: 'duplicate_allowed', rivalId: rival.terms.id, atMs: terms.createdAtMs } as const;
      return { type: 'create', session: { ...session, notes: [...session.notes, note] } };
    }
    const reason = stands === 'live' && policy.mode === 'join' ? 'other_terms' : stands;
    return { type: 'refused', reason, session: rival };
  }
  return { type: 'create', session };
}

type Standing = 'none' | Exclude<DuplicateReason, 'other_terms'>;

/**
 * `live` can be launched or watched to its end; of `may_be_paid` only the look-ups are left. Saving a card twice takes no money: what is over for its
 * page stands in nobody's way.
 */
function standingOf(rival: PaymentSession, asked: Terms, recentlyPaidMs: number): Standing {
  const { createdAtMs: nowMs } = asked;
  switch (rival.status) {
    case 'created':
      return nowMs < rival.terms.expiresAtMs ? 'live' : 'none';
    case 'launching':
    case 'open':
      return 'live';
    case 'confirming':
    case 'unresolved':
      return rival.cancelRequestedAtMs === undefined ? 'live' : mayBePaid(rival);
    case 'expired':
      return isOver(rival) ? 'none' : 'live';
    case 'partially_approved':
      // Asking for the rest is what a partial approval is followed by.
      if (isForTheRest(asked, rival.terms, rival.found.verdict.approvedCents)) return 'none';
      return isRecent(rival.found.foundAtMs) ? 'recently_paid' : 'none';
    case 'approved':
      return isRecent(rival.found.foundAtMs) ? 'recently_paid' : 'none';
    case 'canceled':
      return isRefusedSale(rival) ? 'none' : mayBePaid(rival);
    case 'declined':
    case 'failed':
      return mayBePaid(rival);
    case 'saved':
      return 'none';
    default:
      return rival satisfies never;
  }

  function isRecent(paidAtMs: number): boolean {
    return nowMs - paidAtMs < recentlyPaidMs;
  }
}

const mayBePaid = (rival: PaymentSession): Standing => (isOver(rival) || rival.terms.screen === 'save-on-file' ? 'none' : 'may_be_paid');

const isForTheRest = (asked: Terms, paid: Terms, approvedCents: number): boolean =>
  asked.requestedCents !== undefined && paid.requestedCents !== undefined && asked.requestedCents <= paid.requestedCents - approvedCents;

/** Whether one page can stand for the other. Who works it and how the patient's name is spelled make no difference. */
function areSameTerms(one: Terms, other: Terms): boolean {
  return writeShared(one) === writeShared(other);
}

function writeShared({ requestedCents, screen, sso, outlet, options, device, metadata = {}, returnUrl = '', tender }: Terms): string {
  const objects = [outlet, options, device ?? {}, metadata].map((object) => entriesOf(object));
  return JSON.stringify([requestedCents, screen, sso, returnUrl, tender ?? '', ...objects]);
}

const entriesOf = (object: object) => Object.entries(object).toSorted(([left], [right]) => (left < right ? -1 : 1));
