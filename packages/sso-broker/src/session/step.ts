import type { Effect } from './effect.ts';
import type { PaymentSession } from './session.ts';

/** A decision: the session as it now is, and the work it asks for. */
export type Step = readonly [PaymentSession, readonly Effect[]];

/** Nothing happened: the event was known already, or came too late to matter. */
export function unchanged(session: PaymentSession): Step {
  return [session, []];
}
