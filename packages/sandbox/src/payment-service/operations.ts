import { paymentServiceNamespace, type PaymentServiceOperation } from '@collect-payment/protocol';
import { baseTypes } from '../soap/operations.ts';
import { writeComplexTypes, writeElement, writeSequence, type ComplexTypes, type SoapService } from '../soap/wsdl.ts';
import { eCheckFields } from './echeck-fields.ts';

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
  AddressVerificationInfo: { fields: ['EntityID', 'Street1', 'Street2', 'Street3', 'City', 'State', 'Zip', 'Country', 'Company'] },
  PatientInfo: { fields: ['PatientID', 'PatientFirstName', 'PatientLastName', 'PatientMiddleName'] },
  Date: {
    fields: [
      { name: 'IsSet', type: 's:boolean', required: true },
      { name: 'DateTimeValue', type: 's:dateTime', required: true },
    ],
  },
  ECheckRequestData: { base: 'BasePaymentTransactionData', fields: eCheckFields },
  ECheckAuthAndCaptRequestData: { base: 'ECheckRequestData', fields: [{ name: 'IsARC', type: 's:boolean', required: true }] },
  ECheckAuthAndCaptResponseData: { base: 'BasePaymentResponseData', fields: ['FreeFormTextResponse', 'TransactionServiceFee'] },
} as const satisfies ComplexTypes;

type ResultType =
  | 'CreditCardSecondaryVoidResponseData'
  | 'CreditCardCreditResponseData'
  | 'ECheckVoidResponseData'
  | 'ECheckAuthAndCaptResponseData';

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
  DoECheckAuthAndCapt: { child: 'transaction', request: 'tns:ECheckAuthAndCaptRequestData', result: 'ECheckAuthAndCaptResponseData' },
} as const satisfies Record<PaymentServiceOperation, { child: string; request: string; result: ResultType }>;

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
