import { CollectPaymentFrame } from './collect-payment-frame.ts';

if (!customElements.get('collect-payment-frame')) customElements.define('collect-payment-frame', CollectPaymentFrame);
