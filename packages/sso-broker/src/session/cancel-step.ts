import type { PaymentSession } from './session.ts';
import type { EventOf } from './session-event.ts';
import { unchanged, type Step } from './step.ts';
import { TransitionError } from './transition-error.ts';
import { isOver, recordOf } from './watches.ts';

/**
 * Cancels what has not been paid. An open page is canceled only after a look-up: a receipt found wins.
 *
 * A launch under way refuses the cancel, and the caller tries again: were the cancel remembered instead, the launch's
 * answer could hand a live page to the browser after the cancel had been confirmed. Doubt cannot be canceled away.
 */
export function cancel(session: PaymentSession, event: EventOf<'cancelRequested'>): Step {
  const { atMs } = event;
  switch (session.status) {
    case 'created':
    case 'expired':
      if (session.status === 'expired' && isOver(session)) return unchanged(session);
      return [{ ...recordOf(session), cancelRequestedAtMs: atMs, status: 'canceled', canceledAtMs: atMs, late: false }, []];
    case 'open': {
      const { token, launchedAtMs, expiresAtMs } = session.current;
      const current = { stage: 'canceling', token, launchedAtMs, expiresAtMs, sinceMs: atMs } as const;
      return [
        { ...recordOf(session), cancelRequestedAtMs: atMs, status: 'confirming', current },
        [{ type: 'readReceipt', token, dueAtMs: atMs, attempt: 0 }],
      ];
    }
    case 'confirming':
    case 'unresolved':
      if (session.cancelRequestedAtMs !== undefined) return unchanged(session);
      throw new TransitionError(session.status, event.type, session.status);
    case 'canceled':
      return unchanged(session);
    case 'launching':
      throw new TransitionError('launching', event.type, session.status);
    case 'approved':
    case 'partially_approved':
    case 'saved':
    case 'declined':
    case 'failed':
      throw new TransitionError('settled', event.type, session.status);
    default:
      return session satisfies never;
  }
}
