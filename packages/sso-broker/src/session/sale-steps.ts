import { launchRecoveryMs } from './schedule.ts';
import type { PaymentSession } from './session.ts';
import type { EventOf } from './session-event.ts';
import { unchanged, type Step } from './step.ts';
import { TransitionError } from './transition-error.ts';
import { recordOf } from './watches.ts';

/**
 * Stores the intent of a sale: from here on money may move. The token counts as used, so the session is never reported as
 * unpaid until a receipt says so, and its receipt is looked for from the time by which any answer must have come.
 */
export function intendSale(session: PaymentSession, event: EventOf<'saleIntended'>): Step {
  // Only a sign-on that was made for the sale: the page of any other may be in front of somebody who pays on it.
  if (session.status !== 'open' || session.sale === undefined || session.current.token !== event.token) {
    throw new TransitionError(session.status === 'open' ? 'open' : refusalOf(session), event.type, session.status);
  }
  const { token, launchedAtMs, expiresAtMs } = session.current;
  const { url, display } = session;
  const { by, atMs } = event;
  return [
    {
      ...recordOf(session),
      sale: { ...by, page: { url, display } },
      status: 'confirming',
      current: { stage: 'reading', token, launchedAtMs, expiresAtMs, sinceMs: atMs, evidence: 'used' },
    },
    [{ type: 'readReceipt', token, dueAtMs: atMs + launchRecoveryMs, attempt: 0 }],
  ];
}

/**
 * Whether the session was ended because InstaMed refused the sale that its host's server had asked for. Nobody has the page of its only sign-on, so
 * nothing can be paid on it any more.
 */
export function isRefusedSale({ status, terms, sale, watches }: PaymentSession): boolean {
  return status === 'canceled' && terms.tender !== undefined && sale !== undefined && sale.page === undefined && watches.length === 1;
}

/** InstaMed refused the sale, or was never asked: nothing was sold, and the session may be paid as before. */
export function withdrawSale(session: PaymentSession, { token, atMs }: EventOf<'saleRefused'>): Step {
  const { sale } = session;
  if (session.status !== 'confirming' || session.current.token !== token || sale?.page === undefined) return unchanged(session);
  const { launchedAtMs, expiresAtMs } = session.current;
  const { page, ...asked } = sale;
  return [
    { ...recordOf(session), sale: asked, status: 'open', current: { stage: 'polling', token, launchedAtMs, expiresAtMs }, ...page },
    [{ type: 'pollToken', token, dueAtMs: Math.min(atMs + session.terms.polling.intervalMs, expiresAtMs), attempt: 0 }],
  ];
}

/**
 * The page of the sale's sign-on is given to somebody after all, to be paid on by any tender; from here on no sale is made on it. Only while none
 * is intended: an intended one may have taken the money.
 */
export function forgoSale(session: PaymentSession, event: EventOf<'saleForgone'>): Step {
  if (session.status !== 'open') throw new TransitionError(refusalOf(session), event.type, session.status);
  const { sale, ...page } = session;
  return sale === undefined ? unchanged(session) : [{ ...page, opening: session.sequence + 1 }, []];
}

function refusalOf(session: PaymentSession): TransitionError['refusal'] {
  switch (session.status) {
    case 'launching':
    case 'confirming':
    case 'unresolved':
      return session.status;
    case 'created':
    case 'expired':
    case 'open':
      return 'open';
    case 'approved':
    case 'partially_approved':
    case 'saved':
    case 'declined':
    case 'canceled':
    case 'failed':
      return 'settled';
    default:
      return session satisfies never;
  }
}
