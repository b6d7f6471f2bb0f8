import { decodeHex } from '../card-data/tlv.ts';
import { decodeEmvResponse } from '../card-data/device-message.ts';
import type { CardEntry } from '../card-data/read-card-data.ts';
import { ProtocolError } from '../errors.ts';
import { decodeNvp, nvpFormOf } from '../nvp/decode.ts';
import { encodeNvp } from '../nvp/encode.ts';
import type { InstaMedReceipt, SaleDevice } from '../receipt/receipt.ts';
import { readViewReceiptResponse } from '../receipt/view-receipt.ts';
import { saleHead, saleTail, type SaleTerms } from './sale-pairs.ts';

/** A sale by a card that a reader has read and encrypted. */
export interface CardSaleRequest extends SaleTerms {
  readonly entry: CardEntry;
  readonly fallback: boolean;
  readonly device: SaleDevice;
  /** What the reader gave, hexadecimal. Nobody but InstaMed can open it. */
  readonly encryptedData: string;
  readonly allowPartialPayment: boolean;
}

/** instamed-protocol.md §3.9. */
const presentStatus: Readonly<Record<CardEntry, string>> = {
  chip: 'PresentEMV',
  contactless: 'MSDContactless',
  swipe: 'PresentSwipeSign',
};

/**
 * The body of the sale, fields and order as in InstaMed's sample (§3.4). The sample has no amount and no `singleSignOnToken`: the
 * one is among the common fields of §3.2 and the sale makes no sense without it, the other is inferred from the same table.
 */
export function encodeCardSaleRequest(sale: CardSaleRequest): string {
  const { device } = sale;
  return encodeNvp([
    ...saleHead(sale, 'CreditCard'),
    ['cardPresentStatus', presentStatus[sale.entry]],
    ['deviceSerialNumber', device.serialNumber],
    ['deviceFirmwareVersion', device.firmwareVersion],
    ['deviceName', device.name],
    ['encryptedEMVData', sale.encryptedData],
    ['messageID', '0'],
    ['requestToken', 'false'],
    ['allowPartialPayment', String(sale.allowPartialPayment)],
    ['supportsMultiSignatureImageFormats', 'true'],
    ['saveCardOnFile', 'false'],
    ['isEMVCapableDevice', 'True'],
    ['isEMVFallback', sale.fallback ? 'True' : 'False'],
    ...saleTail(sale),
  ]);
}

/** `refused` is InstaMed's error: the sale was not made. */
export type CardSaleAnswer =
  | { readonly type: 'sold'; readonly receipt: InstaMedReceipt; readonly emvResponse?: string }
  | { readonly type: 'refused'; readonly errorCode: string | undefined };

/**
 * Reads the answer to a sale: a receipt, and what the reader is to be told. Approved or declined is the receipt's to say.
 *
 * Errors as `readViewReceiptResponse`, and they mean doubt: a sale may have been made. InstaMed's printed sample, which is a part of an
 * answer, is such a doubt too: it has no transactionStatus. A response for the reader that is none is left out, since the payment does not hang on it.
 */
export function readCardSaleResponse(body: string | Uint8Array): CardSaleAnswer {
  const answer = readViewReceiptResponse(body);
  if (answer.type === 'no-receipt') return { type: 'refused', errorCode: answer.errorCode };
  const emvResponse = decodeNvp(body, { form: nvpFormOf(body) }).get('emvResponse');
  return emvResponse !== undefined && isEmvResponse(emvResponse)
    ? { type: 'sold', receipt: answer.receipt, emvResponse }
    : { type: 'sold', receipt: answer.receipt };
}

function isEmvResponse(hex: string): boolean {
  try {
    return decodeHex(hex).length > 0 && decodeEmvResponse(hex).objects.length === 1;
  } catch (error) {
    if (error instanceof ProtocolError) return false;
    throw error;
  }
}
