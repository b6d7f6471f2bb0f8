import { paymentServiceNamespace, type PaymentServiceOperation } from '@collect-payment/protocol';
import { baseTypes } from '../soap/operations.ts';
import { writeComplexTypes, writeElement, writeSequence, type SoapService } from '../soap/wsdl.ts';

/** instamed-protocol.md §4 gives the fields of these types; the names of some of them are ours, since it gives none. */
const types = {
  ...baseTypes,
  CreditCardSecondaryVoidRequestData: { base: 'BasePaymentTransactionData', fields: ['PrimaryTransactionID', 'PrimaryCardPresentStatus'] },
  CreditCardSecondaryVoidResponseData: { base: 'BasePaymentResponseData', fields: ['PrimaryTransactionStatus'] },
  CreditCardSimpleRefundRequestData: { base: 'BasePaymentTransactionData', fields: ['Amount', 'PrimaryTransactionID'] },
  CreditCardCreditResponseData: { base: 'BasePaymentResponseData', fields: [] },
  ECheckVoidResponseData: {
    base: 'BasePaymentResponseData',
    fields: ['FreeFormTextResponse', 'PrimaryTransactionStatus', 'TransactionServiceFee'],
  },
} as const;

/** The request's one child, its type, and the type of the result. */
const operations = {
  DoCreditCardSecondaryVoid: {
    child: 'transaction',
    request: 'tns:CreditCardSecondaryVoidRequestData',
    result: 'CreditCardSecondaryVoidResponseData',
  },
  DoCreditCardSimpleRefund: {
    child: 'transaction',
    request: 'tns:CreditCardSimpleRefundRequestData',
    result: 'CreditCardCreditResponseData',
  },
  DoECheckVoidByTransactionID: { child: 'transactionID', request: 's:string', result: 'ECheckVoidResponseData' },
} as const satisfies Record<PaymentServiceOperation, { child: string; request: string; result: keyof typeof types }>;

const names = Object.keys(operations) as PaymentServiceOperation[];

export const findOperation = (name: string): PaymentServiceOperation | undefined => names.find((operation) => operation === name);

/** The fields of an operation's result, in the order of the schema. */
export function resultFieldsOf(operation: PaymentServiceOperation): readonly string[] {
  const { base, fields } = types[operations[operation].result];
  return [...baseTypes.BasePaymentTransactionData.fields, ...types[base].fields, ...fields];
}

/** service.asmx. */
export const paymentService: SoapService = {
  name: 'Service',
  namespace: paymentServiceNamespace,
  operations: names,
  schema: names.map((name) => writeElements(name)).join('') + writeComplexTypes(types),
};

function writeElements(name: PaymentServiceOperation): string {
  const { child, request, result } = operations[name];
  return (
    writeElement(name, writeSequence([child], request)) + writeElement(`${name}Response`, writeSequence([`${name}Result`], `tns:${result}`))
  );
}
