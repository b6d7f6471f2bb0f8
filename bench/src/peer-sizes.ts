/** What another's package comes to: bundled from npm with esbuild 0.28.2, minified, or the published file itself, at gzip level 9. */
export interface PeerSize {
  readonly what: string;
  readonly gzipBytes: number;
}

// Measured on 2026-11-20, once: a run of ours asks no registry for them.
export const peerLoaders: readonly PeerSize[] = [
  { what: '@juspay-tech/hyper-js 2.1.0, loadHyper', gzipBytes: 1_421 },
  { what: '@stripe/stripe-js 10.2.1, loadStripe', gzipBytes: 1_518 },
  { what: '@paypal/paypal-js 11.2.0, loadScript', gzipBytes: 1_594 },
  { what: '@vgs/collect-js 0.7.3', gzipBytes: 1_895 },
  { what: '@checkout.com/checkout-web-components 1.13.0', gzipBytes: 2_314 },
];

/** What shows something on the page, as the widget does. None does all of the same. */
export const peerWidgets: readonly PeerSize[] = [
  { what: '@polar-sh/checkout 0.4.1, overlay', gzipBytes: 2_615 },
  { what: '@airwallex/components-sdk 1.35.2', gzipBytes: 14_341 },
  { what: 'braintree-web 3.144.0, hosted-fields', gzipBytes: 20_821 },
  { what: 'razorpay-checkout 1.0.4', gzipBytes: 24_855 },
  { what: '@adyen/adyen-web 6.45.2, Core, Drop-in and Card', gzipBytes: 111_320 },
  { what: 'braintree-web-drop-in 1.48.0', gzipBytes: 128_905 },
];
