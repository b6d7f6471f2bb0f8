/** `<collect-payment-frame>`: the class. Importing this registers nothing; `./define-frame` does. */
export { CollectPaymentFrame } from './framed/collect-payment-frame.ts';
