import type { PaymentFailure } from '../failure.ts';

/** Something could not be done. `code` is stable (docs/errors.md); `message` is for developers; `requestId` finds it in the broker's log. */
export class PaymentErrorEvent extends Event {
  readonly code: string;
  readonly message: string;
  readonly requestId: string | undefined;

  constructor(failure: Pick<PaymentFailure, 'code' | 'message' | 'requestId'>) {
    super('payment-error', { bubbles: true, composed: true });
    this.code = failure.code;
    this.message = failure.message;
    this.requestId = failure.requestId;
  }
}

declare global {
  interface HTMLElementEventMap {
    'payment-error': PaymentErrorEvent;
  }
}
