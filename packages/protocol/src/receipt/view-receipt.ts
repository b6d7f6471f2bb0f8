import { asciiLowerCase } from '../characters.ts';
import { ProtocolError } from '../errors.ts';
import { decodeCents } from '../money.ts';
import { decodeNvp, nvpFormOf } from '../nvp/decode.ts';
import { encodeNvp } from '../nvp/encode.ts';
import type { NvpFields } from '../nvp/fields.ts';
import type { EmvDetails, InstaMedReceipt, SaleDevice, Tender } from './receipt.ts';

export interface ViewReceiptRequest {
  /** Outlet; leading zeros count. */
  readonly merchantId: string;
  readonly storeId: string;
  readonly terminalId: string;
  /** The SSO token whose payment is looked for. */
  readonly token: string;
  /** Asks for details of a saved method or plan. False unless told. */
  readonly requestToken?: boolean;
  readonly allowPartialPayment?: boolean;
}

/** `no-receipt` says nothing about money: the payment may still be under way. */
export type ViewReceiptAnswer =
  | { readonly type: 'receipt'; readonly receipt: InstaMedReceipt }
  | { readonly type: 'no-receipt'; readonly errorCode: string | undefined };

/** The body of a ViewReceipt call, fields and order as documented (instamed-protocol.md §3.3). Errors as `encodeNvp`. */
export function encodeViewReceiptRequest(request: ViewReceiptRequest): string {
  const { merchantId, storeId, terminalId, token, requestToken = false, allowPartialPayment = false } = request;
  return encodeNvp([
    ['merchantID', merchantId],
    ['storeID', storeId],
    ['terminalID', terminalId],
    ['transactionAction', 'ViewReceipt'],
    ['requestToken', String(requestToken)],
    ['allowPartialPayment', String(allowPartialPayment)],
    ['singleSignOnToken', token],
  ]);
}

/**
 * Reads the answer to ViewReceipt, escaped or printed plain as in the documentation.
 *
 * ERR_RECEIPT_UNRECOGNISED for pairs that are no receipt; ERR_RECEIPT_FIELD for a receipt whose deciding fields are missing or malformed
 * (transactionStatus, transactionID, primaryTransactionID, partialApprovalAmount, transactionDate, the flags), which is also how a cut
 * body shows; and the codes of `decodeNvp`. Fields that only describe the card are left out when they cannot be read: no payment is doubted over them.
 */
export function readViewReceiptResponse(body: string | Uint8Array): ViewReceiptAnswer {
  const fields = decodeNvp(body, { form: nvpFormOf(body) });
  const errorCode = read(fields, 'errorCode');
  const transactionStatus = read(fields, 'transactionStatus')?.trim();
  if (errorCode !== undefined) return { type: 'no-receipt', errorCode };
  if (transactionStatus === undefined) return readWithoutStatus(fields);
  return { type: 'receipt', receipt: readReceipt(fields, transactionStatus) };
}

/** Only an error says that there is no receipt. One that lost its status with the end of its body looks much the same, and is doubt. */
function readWithoutStatus(fields: NvpFields): ViewReceiptAnswer {
  if (read(fields, 'errorMessage') !== undefined) return { type: 'no-receipt', errorCode: undefined };
  if (isRecognised(fields)) return refuse('transactionStatus');
  throw new ProtocolError('ERR_RECEIPT_UNRECOGNISED', {});
}

const isRecognised = (fields: NvpFields): boolean =>
  ['responseCode', 'transactionID', 'IsEMVVerifiedByPIN', 'isEMVTransaction'].some((name) => fields.has(name));

/** A blank value is how the documented samples say "none". Anything else is kept to the letter: it may be a person's name. */
function read(fields: NvpFields, name: string): string | undefined {
  const text = fields.get(name);
  return text?.trim() ? text : undefined;
}

function readReceipt(fields: NvpFields, transactionStatus: string): InstaMedReceipt {
  const transactionId = readTransactionId(fields, 'transactionID');
  if (transactionId === undefined) return refuse('transactionID');
  const optional = {
    primaryTransactionId: readTransactionId(fields, 'primaryTransactionID'),
    primaryTransactionStatus: read(fields, 'primaryTransactionStatus')?.trim(),
    responseCode: read(fields, 'responseCode'),
    responseMessage: read(fields, 'responseMessage'),
    authorizationNumber: read(fields, 'authorizationNumber'),
    authorizationText: read(fields, 'authorizationText'),
    transactionDate: readDate(fields),
    partialApprovalCents: readPartialApproval(fields),
    cardBrand: read(fields, 'cardBrand'),
    cardType: read(fields, 'paymentCardType'),
    // Sent masked or bare; never more than four digits are kept, whatever came.
    lastFour: /[0-9]{4}$/.exec(read(fields, 'lastFourDigits') ?? '')?.[0],
    cardExpirationMonth: readNumber(fields, 'cardExpirationMonth', /^(?:0?[1-9]|1[0-2])$/),
    cardExpirationYear: readNumber(fields, 'cardExpirationYear', /^[1-9][0-9]{3}$/),
    cardHolderName: read(fields, 'cardHolderName'),
    entryMode: read(fields, 'EMVCardEntryMode'),
    saveOnFileTransactionId: read(fields, 'saveOnFileTransactionID'),
    paymentPlanId: read(fields, 'paymentPlanID'),
    userId: read(fields, 'userID'),
    emv: readEmv(fields),
    device: readDevice(fields),
  };
  const signatureRequired = readFlag(fields, 'isSignatureRequired') ?? false;
  return { transactionId, transactionStatus, tender: readTender(fields), signatureRequired, ...present(optional) };
}

function refuse(field: string): never {
  throw new ProtocolError('ERR_RECEIPT_FIELD', { field });
}

function readTransactionId(fields: NvpFields, name: string): string | undefined {
  const text = read(fields, name);
  return text === undefined || /^[0-9A-Fa-f]{32}$/.test(text) ? text : refuse(name);
}

function readDate(fields: NvpFields): string | undefined {
  const text = read(fields, 'transactionDate');
  if (text === undefined) return undefined;
  const [, seconds, fraction = '', zone = ''] =
    /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  if (seconds === undefined) return refuse('transactionDate');
  const at = Date.parse(`${seconds}.${fraction.slice(0, 3) || '0'}${zone}`);
  return Number.isNaN(at) ? refuse('transactionDate') : new Date(at).toISOString();
}

function readPartialApproval(fields: NvpFields): number | undefined {
  const text = read(fields, 'partialApprovalAmount');
  if (text === undefined) return undefined;
  try {
    return decodeCents(text);
  } catch {
    return refuse('partialApprovalAmount');
  }
}

function readFlag(fields: NvpFields, name: string): boolean | undefined {
  const text = read(fields, name);
  if (text === undefined) return undefined;
  const word = asciiLowerCase(text);
  return word === 'true' || (word === 'false' ? false : refuse(name));
}

function readNumber(fields: NvpFields, name: string, form: RegExp): number | undefined {
  const text = read(fields, name);
  return text !== undefined && form.test(text) ? Number(text) : undefined;
}

/** ViewReceipt documents no tender field [UNSURE]; `transactionType` is read by its request values (§3.2), else a card shows by its own. */
function readTender(fields: NvpFields): Tender {
  switch (asciiLowerCase(read(fields, 'transactionType') ?? '')) {
    case 'creditcard':
    case 'debitcard':
      return 'card';
    case 'echeck':
      return 'check';
    case 'cash':
      return 'cash';
    default:
      return ['cardBrand', 'paymentCardType', 'cardBINNumber'].some((name) => read(fields, name) !== undefined) ? 'card' : 'unknown';
  }
}

function readEmv(fields: NvpFields): EmvDetails | undefined {
  const emv = present({
    applicationIdentifier: read(fields, 'EMVApplicationIdentifier'),
    applicationName: read(fields, 'EMVApplicationName'),
    terminalVerificationResults: read(fields, 'EMVTerminalVerificationResults'),
    issuerApplicationData: read(fields, 'EMVIssuerApplicationData'),
    transactionStatusInformation: read(fields, 'EMVTransactionStatusInformation'),
    applicationResponseCode: read(fields, 'EMVApplicationResponseCode'),
    verifiedByPin: readFlag(fields, 'IsEMVVerifiedByPIN'),
  });
  const chipTags = Object.keys(emv).some((key) => key !== 'verifiedByPin');
  return readFlag(fields, 'isEMVTransaction') === true || chipTags ? emv : undefined;
}

/** All of it or none: a line that names half a reader names no reader. */
function readDevice(fields: NvpFields): SaleDevice | undefined {
  const [name, serialNumber, firmwareVersion] = ['deviceName', 'deviceSerialNumber', 'deviceFirmwareVersion'].map((field) => {
    const text = read(fields, field)?.trim();
    return text !== undefined && /^[ -~]{1,50}$/.test(text) ? text : undefined;
  });
  if (name === undefined || serialNumber === undefined || firmwareVersion === undefined) return undefined;
  return { name, serialNumber, firmwareVersion };
}

type Present<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Leaves out what is undefined. */
function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
