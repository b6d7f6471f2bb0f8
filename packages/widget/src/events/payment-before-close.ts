/** A person asked to close: to cancel the payment, or to put away a settled one. `preventDefault()` keeps it as it is. */
export class PaymentBeforeCloseEvent extends Event {
  readonly reason: 'cancel' | 'done';

  constructor(reason: 'cancel' | 'done') {
    super('payment-before-close', { bubbles: true, composed: true, cancelable: true });
    this.reason = reason;
  }
}

declare global {
  interface HTMLElementEventMap {
    'payment-before-close': PaymentBeforeCloseEvent;
  }
}
