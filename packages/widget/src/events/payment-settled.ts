import type { Outcome, PaymentSessionView, Receipt } from '@collect-payment/contract';

/**
 * The payment is settled; fires once per session in a page's life. `receipt` is undefined unless money was taken,
 * or when the broker could not give it in time. A convenience for the page: what counts is what your server is told.
 */
export class PaymentSettledEvent extends Event {
  readonly outcome: Outcome;
  readonly receipt: Receipt | undefined;
  readonly session: PaymentSessionView;

  constructor(session: PaymentSessionView, outcome: Outcome, receipt: Receipt | undefined) {
    super('payment-settled', { bubbles: true, composed: true });
    this.session = session;
    this.outcome = outcome;
    this.receipt = receipt;
  }
}

declare global {
  interface HTMLElementEventMap {
    'payment-settled': PaymentSettledEvent;
  }
}
