/** `<CollectPayment>` for React 18 and later. Registers the element where there is a page, and nothing on a server. */
import { createComponent, type EventName } from '@lit/react';
import * as React from 'react';
import { CollectPayment as Element } from '../collect-payment/collect-payment.ts';
import type { PaymentBeforeCloseEvent } from '../events/payment-before-close.ts';
import { paymentEvents } from './payment-events.ts';
import { register } from '../register.ts';

register('collect-payment', Element);

export const CollectPayment = createComponent({
  react: React,
  tagName: 'collect-payment',
  elementClass: Element,
  displayName: 'CollectPayment',
  events: { ...paymentEvents, onPaymentBeforeClose: 'payment-before-close' as EventName<PaymentBeforeCloseEvent> },
});
