/** The SOAP payment service: document/literal under Basic authentication, with SOAP faults for errors (instamed-protocol.md §4). */
export const paymentServicePath = '/payment/service.asmx';
export const paymentServiceNamespace = 'http://online.instamed.com/TransactionServices/Payment/v1r3/';

/** Those of its operations that take a payment back, and the one that sells by eCheck. */
export type PaymentServiceOperation =
  | 'DoCreditCardSecondaryVoid'
  | 'DoCreditCardSimpleRefund'
  | 'DoECheckVoidByTransactionID'
  | 'DoECheckAuthAndCapt';
