import type { PaymentSessionView } from '@collect-payment/contract';
import type { ViewName } from '../session/view.ts';

/** Something changed: a full snapshot. `session` is undefined until the broker has been read. */
export class PaymentStateChangeEvent extends Event {
  readonly session: PaymentSessionView | undefined;
  readonly view: ViewName;

  constructor(session: PaymentSessionView | undefined, view: ViewName) {
    super('payment-state-change', { bubbles: true, composed: true });
    this.session = session;
    this.view = view;
  }
}

declare global {
  interface HTMLElementEventMap {
    'payment-state-change': PaymentStateChangeEvent;
  }
}
