import { encodeSoapFault, paymentServiceNamespace } from '@collect-payment/protocol';
import { expect, test } from 'vitest';
import { terms } from '../../test/session/terms.ts';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import { Secret } from '../configuration/secret.ts';
import type { CheckOrder } from '../engine/gateway.ts';
import { paymentTerms } from '../session/terms.ts';
import { requestCheckSale } from './request-check-sale.ts';
import type { UpstreamAnswer, UpstreamRequest } from './upstream.ts';

const account = {
  paymentServiceUrl: 'https://instamed.example/soap',
  soapVersion: '1.1',
  apiUser: 'clinic@riverside.example',
  apiUserForm: 'full',
  apiPassword: new Secret('api-password'),
  sessionIdField: 5,
} as InstaMedAccount;
const offsets = { creditEffectiveOffset: 2, debitEffectiveOffset: 3 };
const tender = {
  type: 'check',
  accountType: 'savings',
  routingNumber: '021000021',
  accountNumber: '000987654321',
  holder: { firstName: 'Mary', lastName: 'Smith' },
} as const;
const id = 'b'.repeat(32);
const result = (status: string, code: string): string =>
  '<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Body>' +
  `<DoECheckAuthAndCaptResponse xmlns="${paymentServiceNamespace}"><DoECheckAuthAndCaptResult><TransactionID>${id}</TransactionID>` +
  `<TransactionStatus>${status}</TransactionStatus><ResponseCode>${code}</ResponseCode></DoECheckAuthAndCaptResult>` +
  '</DoECheckAuthAndCaptResponse></E:Body></E:Envelope>';
const fault = encodeSoapFault('1.1', { code: 'client', reason: 'sentinel' }).body;

async function sell(answer: { readonly status: number; readonly body: string }, order: CheckOrder = { tender }) {
  const sent: UpstreamRequest[] = [];
  const post = async (request: UpstreamRequest): Promise<UpstreamAnswer> => {
    sent.push(request);
    return { type: 'answer', status: answer.status, headers: {}, body: Buffer.from(answer.body) };
  };
  const said = await requestCheckSale({ post }, account, offsets, paymentTerms({ ...terms, invoice: 'INV-1' }), order);
  return { sent, said };
}

test('an eCheck is asked for once, with our id beside it, and its numbers in the body alone', async () => {
  const { sent } = await sell({ status: 200, body: result('C', '000') });
  expect(sent).toMatchObject([{ operation: 'sale', url: account.paymentServiceUrl, headers: { authorization: /^Basic / } }]);
  const [{ url, headers, body } = { url: '', headers: {}, body: '' }] = sent;
  for (const part of [
    '<AccountNumber>000987654321</AccountNumber>',
    '<AccountType>Savings</AccountType>',
    '<AdditionalInfo1>INV-1</AdditionalInfo1>',
    `<AdditionalInfo5>${terms.id}</AdditionalInfo5>`,
    '<CreditEffectiveOffset>2</CreditEffectiveOffset><DebitEffectiveOffset>3</DebitEffectiveOffset><IsARC>false</IsARC>',
  ])
    expect(body).toContain(part);
  expect(`${url}${JSON.stringify(headers)}`).not.toMatch(/987654321|021000021/);
});

test.each([
  [200, result('C', '000'), { type: 'sold', receipt: { transactionId: id, transactionStatus: 'C', tender: 'check' } }],
  [200, result('D', '051'), { type: 'sold', receipt: { transactionStatus: 'D' } }],
  [401, '', { type: 'refused', unheard: true }],
  [200, fault, { type: 'unavailable', reason: 'fault' }],
  [400, fault, { type: 'unavailable', reason: 'http_status' }],
  [500, fault, { type: 'unavailable', reason: 'http_status' }],
  [404, '<html>', { type: 'unavailable', reason: 'http_status' }],
  [200, result('C', '000').slice(0, -9), { type: 'unavailable', reason: 'unreadable', code: 'ERR_XML_NOT_WELL_FORMED' }],
])('HTTP %i with %s: only InstaMed’s own word or wrong credentials decide', async (status, body, expected) => {
  const { said } = await sell({ status, body });
  expect(said).toMatchObject(expected);
  expect(said).not.toHaveProperty('notSent');
});

test('what cannot be written is never sent, and for certain not sold', async () => {
  const { sent, said } = await sell({ status: 200, body: result('C', '000') }, { tender: { ...tender, routingNumber: '021000022' } });
  expect([sent, said]).toEqual([[], { type: 'refused', unheard: true }]);
});
