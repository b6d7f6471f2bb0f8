/** `loadCollectPayment()`: the script of this release, when it is needed. Importing this does nothing, and runs anywhere. */
export { LoadFailure, type LoadFailureCode } from './loader/load-failure.ts';
export { loadCollectPayment, type LoadOptions } from './loader/load-collect-payment.ts';
