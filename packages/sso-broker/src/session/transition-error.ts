import type { PaymentSessionStatus } from '@collect-payment/contract';
import type { SessionEvent } from './session-event.ts';

/** Why an event is impossible for a session. `launching` and `confirming` pass by themselves: the caller may try again. */
export type TransitionRefusal = 'launching' | 'open' | 'confirming' | 'unresolved' | 'settled' | 'session_expired' | 'unknown_token';

/** An event that cannot happen to a session in its status. Nothing is changed by it. */
export class TransitionError extends Error {
  override readonly name = 'TransitionError';
  readonly refusal: TransitionRefusal;

  constructor(refusal: TransitionRefusal, eventType: SessionEvent['type'], status: PaymentSessionStatus) {
    super(`${eventType} is impossible for a session that is ${status}: ${refusal}`);
    this.refusal = refusal;
  }
}
