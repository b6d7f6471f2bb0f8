import { encodeCardSaleRequest, encodeTenderSaleRequest, readCardSaleResponse, type SaleTender } from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { CheckOrder, Deferred, SaleAnswer, TenderOrder, TokenOrder } from '../engine/gateway.ts';
import type { PaymentTerms } from '../session/terms.ts';
import { decodeText } from './charset.ts';
import { readAnswer } from './read-answer.ts';
import { saleInfo } from './sale-info.ts';
import type { Sender } from './upstream.ts';
import { writeBasicAuthorization } from './basic-authorization.ts';

const maxBytes = 64 * 1024;
const unreadable = { type: 'unavailable', reason: 'unreadable' } as const;

/**
 * Sells under a token, once (instamed-protocol.md §3.4). Whatever is not an answer in InstaMed's own words is doubt, a status of 500 or
 * more included: it may come after the work. Wrong credentials are refused before any.
 */
export async function requestSale(
  upstream: Sender,
  account: InstaMedAccount,
  terms: PaymentTerms,
  token: string,
  order: TokenOrder,
): Promise<Exclude<SaleAnswer, Deferred>> {
  const answer = await upstream.post({
    operation: 'sale',
    url: account.receiptUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: writeBasicAuthorization(account) },
    body: writeSale(account, terms, token, order),
    maxBytes,
  });
  if (answer.type === 'unavailable') return answer;
  if (answer.status === 401) return { type: 'refused', unheard: true };
  if (answer.status >= 500) return { type: 'unavailable', reason: 'http_status' };
  const text = decodeText(answer.body, answer.headers['content-type']);
  const sale = text === undefined ? unreadable : readAnswer(() => readCardSaleResponse(text));
  if (sale.type === 'refused') return { type: 'refused' };
  return sale.type === 'sold' && answer.status !== 200 ? { type: 'unavailable', reason: 'http_status' } : sale;
}

function writeSale(account: InstaMedAccount, terms: PaymentTerms, token: string, order: TokenOrder): string {
  const { outlet, staff, requestedCents, options } = terms;
  const sale = {
    ...outlet,
    userId: staff.id,
    requestedCents,
    allowPartialPayment: options.allowPartialApproval === true,
    token,
    additionalInfo: saleInfo(account, terms),
  };
  if ('tender' in order) return encodeTenderSaleRequest({ ...sale, tender: tenderOf(order, account) });
  const { device, entry, fallback, data } = order;
  return encodeCardSaleRequest({ ...sale, device, entry, fallback, encryptedData: data });
}

function tenderOf(
  { tender }: Exclude<TenderOrder, CheckOrder>,
  { savedOnFileField, savedCardPresentStatus: presentStatus }: InstaMedAccount,
): SaleTender {
  switch (tender.type) {
    case 'cash':
      return tender;
    case 'saved-card':
      return { type: 'saved-card', field: 'paymentMethodID', savedCard: tender.paymentMethodId, presentStatus };
    case 'saved-on-file':
      return { type: 'saved-card', field: savedOnFileField, savedCard: tender.transactionId, presentStatus };
    default:
      return tender satisfies never;
  }
}
