import type { EventName } from '@lit/react';
import type { PaymentErrorEvent } from '../events/payment-error.ts';
import type { PaymentSettledEvent } from '../events/payment-settled.ts';
import type { PaymentStateChangeEvent } from '../events/payment-state-change.ts';

/** The props of React for the events that both elements have. */
export const paymentEvents = {
  onPaymentStateChange: 'payment-state-change' as EventName<PaymentStateChangeEvent>,
  onPaymentSettled: 'payment-settled' as EventName<PaymentSettledEvent>,
  onPaymentError: 'payment-error' as EventName<PaymentErrorEvent>,
} as const;
