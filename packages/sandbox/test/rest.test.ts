import {
  encodeRestSimpleRefund,
  encodeRestVoid,
  judgeSimpleRefund,
  judgeVoid,
  readRestReversalResponse,
  type RestCall,
} from '@collect-payment/protocol';
import { describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import { account, control, launchToken, runningSandbox, type Json } from './signed-on.ts';

const keys = { 'api-key': account.rest.apiKey, 'api-secret': account.rest.apiSecret };
const { outlet } = account;
const Outlet = { MerchantID: outlet.merchantId, StoreID: outlet.storeId, TerminalID: outlet.terminalId };

const post = ({ url }: RunningSandbox, path: string, body: string, headers: Readonly<Record<string, string>> = keys) =>
  fetch(`${url}/rest${path}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body });
const send = (sandbox: RunningSandbox, { path, body }: RestCall) => post(sandbox, path, body);

async function paid(sandbox: RunningSandbox, body: object = {}) {
  const token = await launchToken(sandbox, { requestedCents: 12_500 });
  return String((await control(sandbox, 'POST', `tokens/${token}/pay`, body)).json['transactionId']);
}

const ledgerOf = async (sandbox: RunningSandbox) => (await control(sandbox, 'GET', 'ledger')).json;

async function sale(sandbox: RunningSandbox, changes: object) {
  const response = await post(sandbox, '/payment/sale', JSON.stringify({ Outlet, Amount: '25.00', ...changes }));
  return { status: response.status, json: (await response.json()) as Json };
}

async function savedCard(sandbox: RunningSandbox): Promise<string> {
  const body = new URLSearchParams({
    merchantID: outlet.merchantId,
    storeID: outlet.storeId,
    terminalID: outlet.terminalId,
    transactionType: 'CreditCard',
    transactionAction: 'SaveOnFile',
    cardPresentStatus: 'PresentManualKey',
    cardNumber: '4111111111111111',
    cardExpDate: '12-49',
    amount: '1.00',
    cardVerificationNumber: '123',
  });
  const authorization = `Basic ${btoa(`${account.apiUser}:${account.apiPassword}`)}`;
  const answer = await fetch(`${sandbox.url}/payment/NVP.aspx`, { method: 'POST', headers: { authorization }, body });
  return new URLSearchParams(await answer.text()).get('saveOnFileTransactionID') ?? '';
}

describe('our codec', () => {
  test('is understood, and understands', async () => {
    const sandbox = await runningSandbox();
    const [voided, refunded] = [await paid(sandbox), await paid(sandbox)];
    const voiding = await send(sandbox, encodeRestVoid({ ...outlet, primaryTransactionId: voided }));
    expect(judgeVoid(readRestReversalResponse(await voiding.text()), voided)).toEqual({ type: 'doubt', approved: true });
    const refunding = await send(sandbox, encodeRestSimpleRefund({ ...outlet, primaryTransactionId: refunded, cents: 1_999 }));
    expect(judgeSimpleRefund(readRestReversalResponse(await refunding.text()), refunded)).toMatchObject({ type: 'taken' });
    expect((await ledgerOf(sandbox))['reversals']).toMatchObject([
      { type: 'void', primaryTransactionId: voided, cents: 12_500 },
      { type: 'refund', primaryTransactionId: refunded, cents: 1_999 },
    ]);
  });

  test('hears a decline with HTTP 200, or HTTP 400 where the switch says so', async () => {
    const sandbox = await runningSandbox();
    const id = await paid(sandbox);
    await control(sandbox, 'POST', 'transfer-funds');
    const declined = await send(sandbox, encodeRestVoid({ ...outlet, primaryTransactionId: id }));
    expect(declined.status).toBe(200);
    expect(judgeVoid(readRestReversalResponse(await declined.text()), id)).toMatchObject({ type: 'refused', responseCode: '012' });
    await control(sandbox, 'PUT', 'switches', { reversalRefused: 'error' });
    expect((await send(sandbox, encodeRestVoid({ ...outlet, primaryTransactionId: id }))).status).toBe(400);
  });
});

describe('the account', () => {
  test.each([
    [{}, 400, 'Missing API key/secret pair'],
    [{ 'api-key': 'rest-key' }, 400, 'Missing API key/secret pair'],
    [{ 'api-key': 'rest-key', 'api-secret': 'wrong' }, 401, 'Invalid API key/secret pair.'],
    [{ 'api-key': 'wrong', 'api-secret': 'rest-secret' }, 401, 'Invalid API key/secret pair.'],
  ])('proved by %j is answered %i', async (headers, status, text) => {
    const sandbox = await runningSandbox();
    const id = await paid(sandbox);
    const { path, body } = encodeRestVoid({ ...outlet, primaryTransactionId: id });
    const response = await post(sandbox, path, body, headers);
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(text)]);
    expect((await ledgerOf(sandbox))['reversals']).toEqual([]);
  });
});

test.each<[string, (id: string) => RestCall]>([
  ['a refund that is too large', (id) => encodeRestSimpleRefund({ ...outlet, primaryTransactionId: id, cents: 12_501 })],
  ['a refund of nothing', (id) => encodeRestSimpleRefund({ ...outlet, primaryTransactionId: id, cents: 0 })],
  ['another outlet', (id) => encodeRestVoid({ ...outlet, storeId: '9', primaryTransactionId: id })],
  ['an unknown payment', () => encodeRestVoid({ ...outlet, primaryTransactionId: 'f'.repeat(32) })],
  ['no payment', () => ({ path: '/payment/void', body: JSON.stringify({ Outlet }) })],
  ['a list', () => ({ path: '/payment/void', body: '[]' })],
  ['broken JSON', () => ({ path: '/payment/void', body: '{"Outlet":' })],
])('%s is HTTP 400, and takes nothing back', async (_, call) => {
  const sandbox = await runningSandbox();
  const id = await paid(sandbox);
  expect((await send(sandbox, call(id))).status).toBe(400);
  expect((await ledgerOf(sandbox))['reversals']).toEqual([]);
});

describe('a sale', () => {
  const Card = { EntryMode: 'key', CardNumber: '4111111111111111', Expiration: '1249', CVN: '123', CardHolderName: 'Mary Smith' };

  test('on a card on file is made, and named by no token', async () => {
    const sandbox = await runningSandbox();
    const PaymentMethodID = await savedCard(sandbox);
    const { status, json } = await sale(sandbox, { PaymentMethod: 'OnFile', PaymentMethodID, Patient: { AccountNumber: 'P-1' } });
    expect([status, json]).toMatchObject([200, { TransactionStatus: 'C', ResponseCode: '000', IsPartiallyApproved: false }]);
    const { payments } = await ledgerOf(sandbox);
    expect(payments).toMatchObject([
      { transactionId: json['TransactionID'], approvedCents: 2_500, savedCard: PaymentMethodID, patientId: 'P-1' },
    ]);
  });

  test('on a keyed card is made, and its number forgotten', async () => {
    const sandbox = await runningSandbox();
    expect((await sale(sandbox, { PaymentMethod: 'Card', Card })).json).toMatchObject({ TransactionStatus: 'C' });
    const ledger = JSON.stringify(await ledgerOf(sandbox));
    expect(ledger).toContain('"lastFour":"1111"');
    expect(ledger).not.toContain(Card.CardNumber);
  });

  test.each([
    ['20.05', { TransactionStatus: 'D', ResponseCode: '005', IsPartiallyApproved: false, PartialApprovalAmount: null }],
    ['99.10', { TransactionStatus: 'C', ResponseCode: '010', IsPartiallyApproved: true, PartialApprovalAmount: 99 }],
  ])('of %s is answered with HTTP 200 by its cents', async (Amount, answer) => {
    const sandbox = await runningSandbox();
    expect(await sale(sandbox, { PaymentMethod: 'Card', Card, Amount })).toMatchObject({ status: 200, json: answer });
  });

  test.each<[string, object]>([
    ['an expired card', { PaymentMethod: 'Card', Card: { ...Card, Expiration: '1219' } }],
    ['an invalid number', { PaymentMethod: 'Card', Card: { ...Card, CardNumber: '4111111111111112' } }],
    ['an unknown card on file', { PaymentMethod: 'OnFile', PaymentMethodID: 'f'.repeat(32) }],
    ['a card on file and a keyed one', { PaymentMethod: 'OnFile', PaymentMethodID: 'f'.repeat(32), Card }],
    ['no method', {}],
    ['no amount', { PaymentMethod: 'Card', Card, Amount: '' }],
    ['nothing to pay', { PaymentMethod: 'Card', Card, Amount: 0 }],
  ])('with %s is HTTP 400, and nothing is sold', async (_, changes) => {
    const sandbox = await runningSandbox();
    expect((await sale(sandbox, changes)).status).toBe(400);
    expect((await ledgerOf(sandbox))['payments']).toEqual([]);
  });
});

test.each([
  ['reversal-truncated', 'ERR_REST_NOT_JSON'],
  ['reversal-duplicate-field', 'ERR_REST_DUPLICATE_NAME'],
])('the fault %s does the work and spoils its answer', async (name, code) => {
  const sandbox = await runningSandbox();
  const id = await paid(sandbox);
  await control(sandbox, 'PUT', 'faults', { [name]: 1 });
  const text = await (await send(sandbox, encodeRestVoid({ ...outlet, primaryTransactionId: id }))).text();
  expect(() => readRestReversalResponse(text)).toThrow(expect.objectContaining({ code }));
  expect((await ledgerOf(sandbox))['reversals']).toHaveLength(1);
});
