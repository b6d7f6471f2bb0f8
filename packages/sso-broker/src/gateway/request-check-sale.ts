import { encodeSoapECheckSale, readSoapECheckSaleResponse } from '@collect-payment/protocol';
import type { CheckSales, InstaMedAccount } from '../configuration/configuration.ts';
import type { CheckOrder, Deferred, SaleAnswer } from '../engine/gateway.ts';
import type { PaymentTerms } from '../session/terms.ts';
import { writeBasicAuthorization } from './basic-authorization.ts';
import { decodeText } from './charset.ts';
import { readAnswer } from './read-answer.ts';
import { saleInfo } from './sale-info.ts';
import type { Sender } from './upstream.ts';

const maxBytes = 64 * 1024;
const unreadable = { type: 'unavailable', reason: 'unreadable' } as const;
const accountTypes = { checking: 'Checking', savings: 'Savings' } as const;

/**
 * Sells by eCheck, once, by the SOAP payment service (instamed-protocol.md §4). A fault is no refusal: it does not say whether anything was done before
 * it, and nothing could be looked up. Only what never left, and wrong credentials, is certainly not sold.
 */
export async function requestCheckSale(
  upstream: Sender,
  account: InstaMedAccount,
  offsets: CheckSales,
  terms: PaymentTerms,
  { tender }: CheckOrder,
): Promise<Exclude<SaleAnswer, Deferred>> {
  const { routingNumber, accountNumber, accountType, holder } = tender;
  const call = readAnswer(() =>
    encodeSoapECheckSale(account.soapVersion, {
      ...terms.outlet,
      ...offsets,
      account: {
        routingNumber,
        accountNumber,
        accountType: accountTypes[accountType],
        holderFirstName: holder.firstName,
        holderLastName: holder.lastName,
      },
      patient: terms.patient,
      requestedCents: terms.requestedCents,
      additionalInfo: saleInfo(account, terms),
    }),
  );
  // What cannot be written was never sent.
  if ('type' in call) return { type: 'refused', unheard: true };
  const answer = await upstream.post({
    operation: 'sale',
    url: account.paymentServiceUrl,
    headers: { ...call.headers, authorization: writeBasicAuthorization(account) },
    body: call.body,
    maxBytes,
  });
  if (answer.type === 'unavailable') return answer;
  if (answer.status === 401) return { type: 'refused', unheard: true };
  if (answer.status !== 200) return { type: 'unavailable', reason: 'http_status' };
  const text = decodeText(answer.body, answer.headers['content-type']);
  const sale = text === undefined ? unreadable : readAnswer(() => readSoapECheckSaleResponse(text));
  return sale.type === 'error' ? { type: 'unavailable', reason: 'fault' } : sale;
}
