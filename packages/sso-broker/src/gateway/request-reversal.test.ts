import { expect, test } from 'vitest';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import { Secret } from '../configuration/secret.ts';
import { requestReversal } from './request-reversal.ts';
import type { UpstreamAnswer, UpstreamRequest } from './upstream.ts';

const account = {
  receiptUrl: 'https://instamed.example/nvp',
  paymentServiceUrl: 'https://instamed.example/soap',
  rest: { url: 'https://instamed.example/rest', apiKey: new Secret('rest-key'), apiSecret: new Secret('rest-secret') },
  soapVersion: '1.1',
  apiUser: 'clinic@riverside.example',
  apiUserForm: 'full',
  apiPassword: new Secret('api-password'),
} as InstaMedAccount;
const order = {
  tenantId: 'clinic',
  outlet: { merchantId: '1', storeId: '001', terminalId: '002' },
  transactionId: 'a'.repeat(32),
  cents: 12_500,
} as const;

const answer = (status: number, body: string): UpstreamAnswer => ({ type: 'answer', status, headers: {}, body: Buffer.from(body) });

test.each([
  ['nvp', 'card', 'void', account.receiptUrl, 'Void'],
  ['nvp', 'card', 'refund', account.receiptUrl, 'SimpleRefund'],
  ['soap', 'card', 'void', account.paymentServiceUrl, 'DoCreditCardSecondaryVoid'],
  ['soap', 'card', 'refund', account.paymentServiceUrl, 'DoCreditCardSimpleRefund'],
  ['nvp', 'check', 'void', account.paymentServiceUrl, 'DoECheckVoidByTransactionID'],
  ['soap', 'check', 'void', account.paymentServiceUrl, 'DoECheckVoidByTransactionID'],
  ['rest', 'check', 'void', account.paymentServiceUrl, 'DoECheckVoidByTransactionID'],
] as const)('by %s a %s payment’s %s is asked for at %s as %s', async (reversalChannel, tender, type, url, operation) => {
  const sent: UpstreamRequest[] = [];
  const post = async (request: UpstreamRequest) => {
    sent.push(request);
    return { type: 'unavailable', reason: 'timeout' } as const;
  };
  await requestReversal({ post }, { ...account, reversalChannel }, { ...order, tender, type });
  expect(sent).toMatchObject([{ url, body: expect.stringContaining(operation), headers: { authorization: /^Basic / } }]);
});

const byRest = (tender: 'card', type: 'void' | 'refund', post: (request: UpstreamRequest) => Promise<UpstreamAnswer>) =>
  requestReversal({ post }, { ...account, reversalChannel: 'rest' }, { ...order, tender, type });

test.each([
  ['void', '/payment/void'],
  ['refund', '/payment/refund-simple'],
] as const)('by rest a %s is asked for at %s, with key and secret in headers and nowhere else', async (type, path) => {
  const sent: UpstreamRequest[] = [];
  await byRest('card', type, async (request) => {
    sent.push(request);
    return answer(200, '{}');
  });
  const [{ url, headers, body } = { url: '', headers: {}, body: '' }] = sent;
  expect(url).toBe(`https://instamed.example/rest${path}`);
  expect(headers).toMatchObject({ 'api-key': 'rest-key', 'api-secret': 'rest-secret' });
  expect(headers).not.toHaveProperty('authorization');
  expect(`${url}${body}`).not.toMatch(/rest-(key|secret)/);
});

const approved = (changes: object = {}) =>
  JSON.stringify({ TransactionID: 'b'.repeat(32), TransactionStatus: 'C', ResponseCode: '000', ...changes });

test.each<[number, string, unknown]>([
  [200, approved(), { type: 'answered', verdict: { type: 'taken', transactionId: 'b'.repeat(32) } }],
  [200, approved({ TransactionStatus: 'D', ResponseCode: '051' }), { verdict: { type: 'refused', responseCode: '051' } }],
  [400, '{"Message":"sentinel"}', { type: 'answered', verdict: { type: 'refused', fundsTransferred: false } }],
  [401, 'Invalid API key/secret pair.', { type: 'unavailable', notSent: true }],
  [403, '', { type: 'unavailable', reason: 'unreadable' }],
  [404, '<html>', { type: 'unavailable', reason: 'unreadable' }],
  [500, approved(), { type: 'unavailable', reason: 'http_status' }],
  [502, '{}', { type: 'unavailable', reason: 'http_status' }],
  [200, approved().slice(0, -4), { type: 'unavailable', reason: 'unreadable', code: 'ERR_REST_NOT_JSON' }],
  [200, '{"Message":"The refund was made"}', { type: 'unavailable', code: 'ERR_REVERSAL_UNRECOGNISED' }],
])('by rest HTTP %i with %s', async (status, body, expected) => {
  expect(await byRest('card', 'refund', async () => answer(status, body))).toMatchObject(expected as object);
});

test.each([403, 404, 422, 500, 503])('a refusal by HTTP status is only 400: %i is doubt', async (status) => {
  const said = await byRest('card', 'refund', async () => answer(status, ''));
  expect(said).toMatchObject({ type: 'unavailable' });
  expect(said).not.toHaveProperty('notSent');
});

test('by name-value pairs and by SOAP HTTP 400 is no refusal', async () => {
  for (const reversalChannel of ['nvp', 'soap'] as const) {
    const post = async () => answer(400, '');
    const said = await requestReversal({ post }, { ...account, reversalChannel }, { ...order, tender: 'card', type: 'refund' });
    expect(said.type).toBe('unavailable');
  }
});
