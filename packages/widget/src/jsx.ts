/** Types of the elements in JSX, for React 19 without the wrapper: `import '@collect-payment/widget/jsx'`. Nothing else comes of it. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { CollectPaymentAttributes, CollectPaymentFrameAttributes } from './attributes.ts';
import type { CollectPayment } from './collect-payment/collect-payment.ts';
import type { PaymentBeforeCloseEvent } from './events/payment-before-close.ts';
import type { PaymentErrorEvent } from './events/payment-error.ts';
import type { PaymentSettledEvent } from './events/payment-settled.ts';
import type { PaymentStateChangeEvent } from './events/payment-state-change.ts';
import type { CollectPaymentFrame } from './framed/collect-payment-frame.ts';

/** Listeners as React 19 sets them on custom elements. */
interface Listeners {
  readonly 'onpayment-state-change'?: (event: PaymentStateChangeEvent) => void;
  readonly 'onpayment-settled'?: (event: PaymentSettledEvent) => void;
  readonly 'onpayment-error'?: (event: PaymentErrorEvent) => void;
}

type Props<Element, Own> = DetailedHTMLProps<HTMLAttributes<Element>, Element> & Own & Listeners;

declare module 'react' {
  // The name is React's.
  // oxlint-disable-next-line typescript/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'collect-payment': Props<CollectPayment, CollectPaymentAttributes> & {
        readonly 'onpayment-before-close'?: (event: PaymentBeforeCloseEvent) => void;
      };
      'collect-payment-frame': Props<CollectPaymentFrame, CollectPaymentFrameAttributes>;
    }
  }
}
