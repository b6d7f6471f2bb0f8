import {
  encodeSoapECheckSale,
  encodeSoapECheckVoid,
  encodeSoapSimpleRefund,
  encodeSoapVoid,
  judgeSimpleRefund,
  judgeVoid,
  paymentServicePath,
  readSoapECheckSaleResponse,
  readSoapReversalResponse,
  type PaymentServiceCall,
} from '@collect-payment/protocol';
import { describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import { account, control, launchToken, runningSandbox, type Json } from './signed-on.ts';
import { soapClients, soapVersions, type CalledService } from './soap-callers.ts';

const service: CalledService = { path: paymentServicePath, name: 'Service', authenticates: true };
const { outlet } = account;
const wireOutlet = { MerchantID: outlet.merchantId, StoreID: outlet.storeId, TerminalID: outlet.terminalId };
const dayMs = 24 * 3_600_000;

async function paid(sandbox: RunningSandbox, body: object = {}) {
  const token = await launchToken(sandbox, { requestedCents: 12_500 });
  return String((await control(sandbox, 'POST', `tokens/${token}/pay`, body)).json['transactionId']);
}

const paidByCheck = (sandbox: RunningSandbox) => paid(sandbox, { tender: 'check' });

const post = ({ url }: RunningSandbox, { headers, body }: PaymentServiceCall, password = account.apiPassword) =>
  fetch(url + paymentServicePath, {
    method: 'POST',
    headers: { ...headers, authorization: `Basic ${btoa(`${account.apiUser}:${password}`)}` },
    body,
  });

const answerOf = async (sandbox: RunningSandbox, call: PaymentServiceCall) =>
  readSoapReversalResponse(await (await post(sandbox, call)).text(), call.operation);

const reversalsOf = async (sandbox: RunningSandbox) => (await control(sandbox, 'GET', 'ledger')).json['reversals'];

describe.each(soapClients)('the npm package %s as client of the payment service', (_, connect) => {
  test.each(soapVersions)('voids, refunds and voids an eCheck by SOAP %s', async (version) => {
    const sandbox = await runningSandbox();
    const call = await connect(sandbox, service, version);
    const [voided, refunded, check] = [await paid(sandbox), await paid(sandbox), await paidByCheck(sandbox)];
    const secondary = { ...wireOutlet, PrimaryTransactionID: voided, PrimaryCardPresentStatus: 'PresentManualKey' };
    expect(await call('DoCreditCardSecondaryVoid', { transaction: secondary })).toMatchObject({
      DoCreditCardSecondaryVoidResult: { ResponseCode: '000', TransactionStatus: 'C', PrimaryTransactionStatus: 'V' },
    });
    const refund = { ...wireOutlet, Amount: '25.00', PrimaryTransactionID: refunded };
    expect(await call('DoCreditCardSimpleRefund', { transaction: refund })).toMatchObject({
      DoCreditCardSimpleRefundResult: { ResponseCode: '000', TransactionStatus: 'C', PrimaryTransactionID: refunded },
    });
    expect(await call('DoECheckVoidByTransactionID', { transactionID: check })).toMatchObject({
      DoECheckVoidByTransactionIDResult: { ResponseCode: '000', PrimaryTransactionID: check, PrimaryTransactionStatus: 'V' },
    });
    expect(await reversalsOf(sandbox)).toMatchObject([
      { type: 'void', primaryTransactionId: voided, cents: 12_500 },
      { type: 'refund', primaryTransactionId: refunded, cents: 2_500 },
      { type: 'void', primaryTransactionId: check, cents: 12_500 },
    ]);
  });

  test.each(soapVersions)('sees a fault by SOAP %s', async (version) => {
    const sandbox = await runningSandbox();
    const call = await connect(sandbox, service, version);
    await expect(call('DoECheckVoidByTransactionID', { transactionID: 'a'.repeat(32) })).rejects.toThrow(/An unexpected error occurred/);
  });
});

const checkSale = {
  ...wireOutlet,
  AccountNumber: '000123456789',
  RoutingNumber: '021000021',
  AccountType: 'Checking',
  CheckHolderFirstName: 'Mary',
  CheckHolderLastName: 'Smith',
  Patient: { PatientID: 'P-1' },
  AdditionalInfo5: 'ps_1',
  Amount: '25.00',
  CreditEffectiveOffset: 0,
  DebitEffectiveOffset: 0,
  IsARC: false,
};
const paymentsOf = async (sandbox: RunningSandbox) => (await control(sandbox, 'GET', 'ledger')).json['payments'];

describe.each(soapClients)('the npm package %s', (_, connect) => {
  test.each(soapVersions)('sells by eCheck by SOAP %s, and voids it', async (version) => {
    const sandbox = await runningSandbox();
    const call = await connect(sandbox, service, version);
    const sold = await call('DoECheckAuthAndCapt', { transaction: checkSale });
    expect(sold).toMatchObject({ DoECheckAuthAndCaptResult: { ResponseCode: '000', TransactionStatus: 'C' } });
    const payments = await paymentsOf(sandbox);
    expect(payments).toMatchObject([
      { tender: 'check', approvedCents: 2_500, accountLastFour: '6789', patientId: 'P-1', additionalInfo: { 5: 'ps_1' } },
    ]);
    expect(JSON.stringify(payments)).not.toMatch(/000123456789|021000021/);
    const { TransactionID } = sold['DoECheckAuthAndCaptResult'] as Json;
    expect(await call('DoECheckVoidByTransactionID', { transactionID: TransactionID })).toMatchObject({
      DoECheckVoidByTransactionIDResult: { PrimaryTransactionStatus: 'V' },
    });
  });

  test('is refused by a fault what is no account, or not whole', async () => {
    const sandbox = await runningSandbox();
    const call = await connect(sandbox, service, '1.1');
    for (const change of [
      { RoutingNumber: '021000022' },
      { AccountNumber: '12' },
      { AccountType: 'Giro' },
      { Amount: '0.00' },
      { StoreID: '9' },
    ])
      await expect(call('DoECheckAuthAndCapt', { transaction: { ...checkSale, ...change } })).rejects.toThrow(/unexpected error/);
    expect(await paymentsOf(sandbox)).toEqual([]);
  });
});

test.each([
  [2_500, 'C', '000'],
  [2_005, 'D', '005'],
  [9_910, 'D', '051'],
  [2_014, 'D', '014'],
])('our eCheck of %i cents has status %s and code %s', async (requestedCents, transactionStatus, responseCode) => {
  const sandbox = await runningSandbox();
  const bank = { routingNumber: '021000021', accountNumber: '000123456789', accountType: 'Savings' } as const;
  const order = {
    ...outlet,
    account: { ...bank, holderFirstName: 'Mary', holderLastName: 'Smith' },
    patient: { id: 'P-1' },
    requestedCents,
    additionalInfo: {},
    creditEffectiveOffset: 0,
    debitEffectiveOffset: 0,
  };
  const answer = readSoapECheckSaleResponse(await (await post(sandbox, encodeSoapECheckSale('1.2', order))).text());
  expect(answer).toMatchObject({ receipt: { transactionStatus, responseCode, tender: 'check' } });
});

describe.each(soapVersions)('our codec, by SOAP %s', (version) => {
  test('is understood, and understands', async () => {
    const sandbox = await runningSandbox();
    const [voided, refunded, check] = [await paid(sandbox), await paid(sandbox), await paidByCheck(sandbox)];
    const voidAnswer = await answerOf(sandbox, encodeSoapVoid(version, { ...outlet, primaryTransactionId: voided }));
    expect(judgeVoid(voidAnswer, voided)).toEqual({ type: 'taken' });
    const refund = encodeSoapSimpleRefund(version, { ...outlet, primaryTransactionId: refunded, cents: 2_500 });
    expect(judgeSimpleRefund(await answerOf(sandbox, refund), refunded)).toMatchObject({ type: 'taken' });
    expect(judgeVoid(await answerOf(sandbox, encodeSoapECheckVoid(version, check)), check)).toEqual({ type: 'taken' });
  });

  test('tells a refusal: funds are transferred, or the tender is another', async () => {
    const sandbox = await runningSandbox({ switches: { transferredStatus: 'S' } });
    const [card, check] = [await paid(sandbox), await paidByCheck(sandbox)];
    const refused = { type: 'refused', responseCode: '012' };
    const voidOf = (id: string) => encodeSoapVoid(version, { ...outlet, primaryTransactionId: id });
    expect(judgeVoid(await answerOf(sandbox, voidOf(check)), check)).toMatchObject(refused);
    expect(judgeVoid(await answerOf(sandbox, encodeSoapECheckVoid(version, card)), card)).toMatchObject(refused);
    sandbox.clock.advance(dayMs);
    expect(judgeVoid(await answerOf(sandbox, voidOf(card)), card)).toEqual({ ...refused, fundsTransferred: true });
    expect(await reversalsOf(sandbox)).toEqual([]);
  });
});

test('another outlet, an unknown operation and a broken amount are faults, and take nothing back', async () => {
  const sandbox = await runningSandbox();
  const id = await paid(sandbox);
  const refund = encodeSoapSimpleRefund('1.1', { ...outlet, primaryTransactionId: id, cents: 100 });
  const calls = [
    encodeSoapVoid('1.1', { ...outlet, storeId: '9', primaryTransactionId: id }),
    { ...refund, body: refund.body.replaceAll('DoCreditCardSimpleRefund', 'DoCashSale') },
    { ...refund, body: refund.body.replace('1.00', '1,000.00') },
    { ...refund, body: refund.body.slice(0, -20) },
  ];
  for (const call of calls) {
    const response = await post(sandbox, call);
    expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('<soap:Fault>')]);
  }
  expect(await reversalsOf(sandbox)).toEqual([]);
});

test('a wrong password is told by 401 before any work', async () => {
  const sandbox = await runningSandbox();
  const id = await paid(sandbox);
  const response = await post(sandbox, encodeSoapVoid('1.1', { ...outlet, primaryTransactionId: id }), 'wrong');
  expect(response.status).toBe(401);
  expect(await reversalsOf(sandbox)).toEqual([]);
});

test.each([
  ['reversal-truncated', /ERR_XML|well-formed/],
  ['reversal-duplicate-field', /twice/],
] as const)('the fault %s does the work and spoils its answer', async (name, refusal) => {
  const sandbox = await runningSandbox();
  const id = await paid(sandbox);
  await control(sandbox, 'PUT', 'faults', { [name]: 1 });
  await expect(answerOf(sandbox, encodeSoapVoid('1.1', { ...outlet, primaryTransactionId: id }))).rejects.toThrow(refusal);
  expect(await reversalsOf(sandbox)).toHaveLength(1);
});
