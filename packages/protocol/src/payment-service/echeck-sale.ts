import { ProtocolError } from '../errors.ts';
import { encodeCents } from '../money.ts';
import type { InstaMedReceipt } from '../receipt/receipt.ts';
import type { SoapVersion } from '../soap/envelope.ts';
import { readField, writeField } from '../soap/field.ts';
import { readResult, writeCall, writeOutlet, type PaymentServiceCall } from './call.ts';
import { paymentServiceNamespace } from './service.ts';

/** The account that an eCheck draws on. Secrets, as a card's number is: sent once, kept nowhere. */
export interface BankAccount {
  /** Nine digits, the last of which checks the others. */
  readonly routingNumber: string;
  readonly accountNumber: string;
  readonly accountType: 'Checking' | 'Savings';
  readonly holderFirstName: string;
  readonly holderLastName: string;
}

export interface ECheckSaleRequest {
  readonly merchantId: string;
  readonly storeId: string;
  readonly terminalId: string;
  readonly account: BankAccount;
  readonly patient: { readonly id: string; readonly firstName?: string; readonly lastName?: string };
  readonly requestedCents: number;
  /** By their numbers, 1 to 6. */
  readonly additionalInfo: Readonly<Partial<Record<number, string>>>;
  /** Required by the schema, and explained by no source (instamed-protocol.md §4). Days, to judge by their names. */
  readonly creditEffectiveOffset: number;
  readonly debitEffectiveOffset: number;
}

const operation = 'DoECheckAuthAndCapt';

/**
 * The sale of an eCheck: ECheckRequestData in the order of the schema (§4), then IsARC. There is no field for a sign-on's token. No paper check is
 * converted, so IsARC is false.
 *
 * ERR_BANK_ACCOUNT for what is no account, so that nothing else is ever sent in its place; ERR_XML_CHARACTER, and the codes of `encodeCents`.
 */
export function encodeSoapECheckSale(version: SoapVersion, sale: ECheckSaleRequest): PaymentServiceCall {
  const { account, patient, additionalInfo } = sale;
  if (!isRoutingNumber(account.routingNumber) || !accountNumberForm.test(account.accountNumber))
    throw new ProtocolError('ERR_BANK_ACCOUNT', {});
  const patientFields: readonly (readonly [string, string | undefined])[] = [
    ['PatientID', patient.id],
    ['PatientFirstName', patient.firstName],
    ['PatientLastName', patient.lastName],
  ];
  const fields = [
    writeOutlet(sale),
    writeField('AccountNumber', account.accountNumber),
    writeField('RoutingNumber', account.routingNumber),
    writeField('AccountType', account.accountType),
    writeField('CheckHolderFirstName', account.holderFirstName),
    writeField('CheckHolderLastName', account.holderLastName),
    `<Patient>${patientFields.map(([name, value]) => (value === undefined ? '' : writeField(name, value))).join('')}</Patient>`,
    ...[1, 2, 3, 4, 5, 6].map((number) => {
      const text = additionalInfo[number];
      return text === undefined ? '' : writeField(`AdditionalInfo${number}`, text);
    }),
    writeField('Amount', encodeCents(sale.requestedCents)),
    writeField('CreditEffectiveOffset', String(sale.creditEffectiveOffset)),
    writeField('DebitEffectiveOffset', String(sale.debitEffectiveOffset)),
    writeField('IsARC', 'false'),
  ];
  return writeCall(version, operation, `<transaction>${fields.join('')}</transaction>`);
}

/** `error` is a fault. It does not say whether anything was done before it. */
export type ECheckSaleAnswer = { readonly type: 'sold'; readonly receipt: InstaMedReceipt } | { readonly type: 'error' };

/**
 * Reads the answer, as the receipt that it is: approved or declined is its TransactionStatus to say.
 *
 * ERR_RECEIPT_UNRECOGNISED for a result that holds none of the fields of one, ERR_RECEIPT_FIELD when one that decides is missing or malformed,
 * ERR_SOAP_FIELD for one that comes twice; and the codes of `readResult`. All of them mean doubt: it may have been sold.
 */
export function readSoapECheckSaleResponse(body: string | Uint8Array): ECheckSaleAnswer {
  const result = readResult(body, operation);
  if (result === undefined) return { type: 'error' };
  const read = (name: string): string | undefined => readField(result, paymentServiceNamespace, name).trim() || undefined;
  if (read('TransactionID') === undefined && read('TransactionStatus') === undefined)
    throw new ProtocolError('ERR_RECEIPT_UNRECOGNISED', {});
  const shaped = (name: string, form: RegExp): string | undefined => {
    const text = read(name);
    return text === undefined || form.test(text) ? text : refuse(name);
  };
  const primaryTransactionId = shaped('PrimaryTransactionID', transactionIdForm);
  const responseCode = shaped('ResponseCode', /^[0-9]{3}$/);
  const texts = {
    responseMessage: read('ResponseMessage'),
    authorizationNumber: read('AuthorizationNumber'),
    authorizationText: read('AuthorizationText'),
  };
  return {
    type: 'sold',
    receipt: {
      transactionId: shaped('TransactionID', transactionIdForm) ?? refuse('TransactionID'),
      transactionStatus: shaped('TransactionStatus', /^[A-Za-z]{1,4}$/) ?? refuse('TransactionStatus'),
      tender: 'check',
      signatureRequired: false,
      ...(primaryTransactionId !== undefined && { primaryTransactionId }),
      ...(responseCode !== undefined && { responseCode }),
      ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)),
    },
  };
}

/** Whether nine digits check: weights 3, 7, 1 (ABA). */
export function isRoutingNumber(text: string): boolean {
  if (!/^[0-9]{9}$/.test(text)) return false;
  return Array.from(text).reduce((sum, digit, index) => sum + Number(digit) * ([3, 7, 1][index % 3] ?? 0), 0) % 10 === 0;
}

const accountNumberForm = /^[0-9]{4,17}$/;
const transactionIdForm = /^[0-9A-Fa-f]{32}$/;

function refuse(field: string): never {
  throw new ProtocolError('ERR_RECEIPT_FIELD', { field });
}
