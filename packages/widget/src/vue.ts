/** Types of the elements in Vue's templates: `import '@collect-payment/widget/vue'`. Nothing else comes of it. */
import type { HTMLAttributes, PublicProps } from 'vue';
import type { CollectPaymentAttributes, CollectPaymentFrameAttributes } from './attributes.ts';
import type { CollectPayment } from './collect-payment/collect-payment.ts';
import type { PaymentBeforeCloseEvent } from './events/payment-before-close.ts';
import type { PaymentErrorEvent } from './events/payment-error.ts';
import type { PaymentSettledEvent } from './events/payment-settled.ts';
import type { PaymentStateChangeEvent } from './events/payment-state-change.ts';
import type { CollectPaymentFrame } from './framed/collect-payment-frame.ts';

/** Listeners: `@payment-settled` in a template. */
interface Listeners {
  readonly onPaymentStateChange?: (event: PaymentStateChangeEvent) => void;
  readonly onPaymentSettled?: (event: PaymentSettledEvent) => void;
  readonly onPaymentError?: (event: PaymentErrorEvent) => void;
}

/** An element as a template's checker takes it: what a `ref` holds, and what can be set. */
type Tag<Element, Own> = new () => Element & { readonly $props: HTMLAttributes & PublicProps & Own & Listeners };

declare module 'vue' {
  interface GlobalComponents {
    'collect-payment': Tag<
      CollectPayment,
      CollectPaymentAttributes & { readonly onPaymentBeforeClose?: (event: PaymentBeforeCloseEvent) => void }
    >;
    'collect-payment-frame': Tag<CollectPaymentFrame, CollectPaymentFrameAttributes>;
  }
}
