import { encodeCardSaleRequest, readCardSaleResponse } from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { CardRead, CardSaleAnswer, Deferred } from '../engine/gateway.ts';
import type { WholeTerms } from '../session/terms.ts';
import { decodeText } from './charset.ts';
import { readAnswer } from './read-answer.ts';
import type { Sender } from './upstream.ts';
import { writeBasicAuthorization } from './basic-authorization.ts';

const maxBytes = 64 * 1024;
const unreadable = { type: 'unavailable', reason: 'unreadable' } as const;

/**
 * Sells by a card read, once (instamed-protocol.md §3.4). Whatever is not an answer in InstaMed's own words is doubt, a status of 500 or
 * more included: it may come after the work. Wrong credentials are refused before any.
 */
export async function requestCardSale(
  upstream: Sender,
  account: InstaMedAccount,
  { outlet, staff, requestedCents, options, id, invoice }: WholeTerms,
  token: string,
  { device, entry, fallback, data }: CardRead,
): Promise<Exclude<CardSaleAnswer, Deferred>> {
  const body = encodeCardSaleRequest({
    ...outlet,
    userId: staff.id,
    requestedCents,
    entry,
    fallback,
    device,
    encryptedData: data,
    allowPartialPayment: options.allowPartialApproval === true,
    token,
    additionalInfo: { ...(invoice === undefined ? {} : { 1: invoice }), [account.sessionIdField]: id },
  });
  const answer = await upstream.post({
    operation: 'sale',
    url: account.receiptUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: writeBasicAuthorization(account) },
    body,
    maxBytes,
  });
  if (answer.type === 'unavailable') return answer;
  if (answer.status === 401) return { type: 'refused' };
  if (answer.status >= 500) return { type: 'unavailable', reason: 'http_status' };
  const text = decodeText(answer.body, answer.headers['content-type']);
  const sale = text === undefined ? unreadable : readAnswer(() => readCardSaleResponse(text));
  return sale.type === 'sold' && answer.status !== 200 ? { type: 'unavailable', reason: 'http_status' } : sale;
}
