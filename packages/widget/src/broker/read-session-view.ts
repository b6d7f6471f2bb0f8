import type { PaymentSessionView } from '@collect-payment/contract';
import { PaymentFailure } from '../failure.ts';
import { isSettled } from '../session/is-settled.ts';

const known = /^(created|launching|open|confirming|unresolved|expired|approved|partially_approved|declined|canceled|failed)$/;

/** Checks what the widget decides upon; the rest of the view it only displays. Throws `ERR_BROKER_RESPONSE` or a TypeError. */
export function readSessionView(value: unknown, id: string): PaymentSessionView {
  const view = value as PaymentSessionView;
  const settled = isSettled(view.status);
  if (view.id !== id || !known.test(view.status) || !(view.sequence > 0) || !view.amount.value || (settled && !view.outcome)) {
    throw PaymentFailure.of('ERR_BROKER_RESPONSE');
  }
  return view;
}
