/** Registers `<collect-payment-frame>` where there is a page, and nothing on a server. The script tag has a shorter way, which takes a page for granted. */
import { CollectPaymentFrame } from './framed/collect-payment-frame.ts';
import { register } from './register.ts';

register('collect-payment-frame', CollectPaymentFrame);
