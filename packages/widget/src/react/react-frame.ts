/** `<CollectPaymentFrame>` for React 18 and later: the payment on a page of the broker's. Registers the element where there is a page. */
import { createComponent } from '@lit/react';
import * as React from 'react';
import { CollectPaymentFrame as Element } from '../framed/collect-payment-frame.ts';
import { paymentEvents } from './payment-events.ts';
import { register } from '../register.ts';

register('collect-payment-frame', Element);

export const CollectPaymentFrame = createComponent({
  react: React,
  tagName: 'collect-payment-frame',
  elementClass: Element,
  displayName: 'CollectPaymentFrame',
  events: paymentEvents,
});
