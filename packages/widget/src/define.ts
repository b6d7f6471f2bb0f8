import { CollectPayment } from './collect-payment/collect-payment.ts';

// Two script tags, or two bundles, are a common accident: the first one stands.
if (!customElements.get('collect-payment')) customElements.define('collect-payment', CollectPayment);
