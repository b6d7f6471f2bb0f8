import { ProtocolError } from '../errors.ts';
import { encodeNvp } from '../nvp/encode.ts';
import { saleHead, saleTail, type SaleTerms } from './sale-pairs.ts';

/**
 * The field that names a saved card. `paymentMethodID` is what a public client sends, and before it sent `paymentPlanID`
 * (instamed-protocol.md §3.2); `saveOnFileTransactionID` is the name of the SOAP interface (§4) and of every answer.
 */
export const savedCardFields = ['paymentMethodID', 'saveOnFileTransactionID', 'paymentPlanID'] as const;
export type SavedCardField = (typeof savedCardFields)[number];

/** How a sale on a saved card says that no card is there (§3.9). A public client says `NotPresentPhone`. */
export const notPresentStatuses = [
  'NotPresentPhone',
  'NotPresentInternet',
  'NotPresentMailOrFax',
  'NotPresentGenericMailOrder',
  'NotPresentRecurring',
] as const;
export type NotPresentStatus = (typeof notPresentStatuses)[number];

/** What a sale is paid by when neither page nor reader is there. */
export type SaleTender =
  | { readonly type: 'saved-card'; readonly field: SavedCardField; readonly savedCard: string; readonly presentStatus: NotPresentStatus }
  | { readonly type: 'cash' };

/** A sale by a saved card, or of cash that was taken. */
export interface TenderSaleRequest extends SaleTerms {
  readonly tender: SaleTender;
  readonly allowPartialPayment: boolean;
}

/** 32 hexadecimal digits, as InstaMed gives a saved card (§3.3). No card number has so many. */
const savedCardPattern = /^[\dA-Fa-f]{32}$/;

/**
 * The body of the sale. That on a saved card is a public client's (§3.4) in the order of InstaMed's own sample; `singleSignOnToken` is
 * inferred as in a card reader's sale. Of a cash sale no sample is printed: its type and its action stand in the table of §3.2, each for itself.
 *
 * ERR_SAVED_CARD: so that nothing else is ever sent in the place of a saved card.
 */
export function encodeTenderSaleRequest(sale: TenderSaleRequest): string {
  const { tender } = sale;
  return encodeNvp([
    ...saleHead(sale, tender.type === 'cash' ? 'Cash' : 'CreditCard'),
    ...(tender.type === 'cash' ? [] : savedCardPairs(tender, sale.allowPartialPayment)),
    ['requestToken', 'false'],
    ...saleTail(sale),
  ]);
}

function savedCardPairs(
  { field, savedCard, presentStatus }: Extract<SaleTender, { readonly type: 'saved-card' }>,
  allowPartialPayment: boolean,
): readonly (readonly [string, string])[] {
  if (!savedCardPattern.test(savedCard)) throw new ProtocolError('ERR_SAVED_CARD', {});
  return [
    ['cardPresentStatus', presentStatus],
    [field, savedCard],
    ['allowPartialPayment', String(allowPartialPayment)],
  ];
}
