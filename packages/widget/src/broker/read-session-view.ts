import type { PaymentSessionView } from '@collect-payment/contract';
import { PaymentFailure } from '../failure.ts';
import { isSettled } from '../session/is-settled.ts';

/** Checks what the widget decides upon (a status it does not know is shown as "confirming"); the rest of the view it only displays. Throws `ERR_BROKER_RESPONSE` or a TypeError. */
export function readSessionView(value: unknown, id: string): PaymentSessionView {
  const view = value as PaymentSessionView;
  const settled = isSettled(view.status);
  if (view.id !== id || !(view.sequence > 0) || !(view.amount?.value || view.screen === 'save-on-file') || (settled && !view.outcome)) {
    throw new PaymentFailure('ERR_BROKER_RESPONSE');
  }
  return view;
}
