import {
  encodeSimpleRefundRequest,
  encodeViewReceiptRequest,
  encodeVoidRequest,
  judgeSimpleRefund,
  judgeVoid,
  nvpPath,
  readEvidence,
  readReversalResponse,
  readViewReceiptResponse,
} from '@collect-payment/protocol';
import { describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import { account, control, launchToken, runningSandbox } from './signed-on.ts';

const patience = { timeout: 20_000 };
const dayMs = 24 * 3_600_000;

const post = (sandbox: RunningSandbox, body: string) =>
  fetch(sandbox.url + nvpPath, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${account.apiUser}:${account.apiPassword}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body,
  });

async function paid(sandbox: RunningSandbox, requestedCents = 12_500, body: object = {}) {
  const token = await launchToken(sandbox, { requestedCents });
  const { json } = await control(sandbox, 'POST', `tokens/${token}/pay`, body);
  return { token, id: String(json['transactionId']) };
}

async function voidIt(sandbox: RunningSandbox, id: string) {
  const text = await (await post(sandbox, encodeVoidRequest({ ...account.outlet, primaryTransactionId: id }))).text();
  return { text, verdict: judgeVoid(readReversalResponse(text), id) };
}

async function refundIt(sandbox: RunningSandbox, id: string, cents: number) {
  const text = await (await post(sandbox, encodeSimpleRefundRequest({ ...account.outlet, primaryTransactionId: id, cents }))).text();
  return { text, verdict: judgeSimpleRefund(readReversalResponse(text), id) };
}

async function receiptOf(sandbox: RunningSandbox, token: string, id: string) {
  const answer = readViewReceiptResponse(await (await post(sandbox, encodeViewReceiptRequest({ ...account.outlet, token }))).text());
  return answer.type === 'receipt' ? readEvidence(answer.receipt, id) : answer;
}

const reversalsOf = async (sandbox: RunningSandbox) => (await control(sandbox, 'GET', 'ledger')).json['reversals'];

const refused = { type: 'refused', responseCode: '012', fundsTransferred: false };

describe('a void', () => {
  test.each(['APPROVED', 'VOIDED'] as const)('is answered as documented, with the text %s', async (voidMessage) => {
    const sandbox = await runningSandbox({ switches: { voidMessage } });
    const { id } = await paid(sandbox);
    const { text, verdict } = await voidIt(sandbox, id);
    expect(text).toBe(
      `responseCode=000&responseMessage=${voidMessage}&transactionStatus=C&primaryTransactionID=${id}&primaryTransactionStatus=V`,
    );
    expect(verdict).toEqual({ type: 'taken' });
    expect(await reversalsOf(sandbox)).toMatchObject([{ type: 'void', primaryTransactionId: id, transactionId: id, cents: 12_500 }]);
  });

  test('is taken once', async () => {
    const sandbox = await runningSandbox();
    const { id } = await paid(sandbox);
    await voidIt(sandbox, id);
    expect((await voidIt(sandbox, id)).text).toContain('responseCode=012');
    expect(await reversalsOf(sandbox)).toHaveLength(1);
  });

  test.each(['C', 'S'] as const)('comes too late a day after the payment, whose status is then %s', async (transferredStatus) => {
    const sandbox = await runningSandbox({ switches: { transferredStatus } });
    const { id } = await paid(sandbox);
    sandbox.clock.advance(dayMs);
    expect((await voidIt(sandbox, id)).verdict).toEqual({ ...refused, fundsTransferred: transferredStatus === 'S' });
  });

  test('comes too late once the control API has begun the transfer of funds', async () => {
    const sandbox = await runningSandbox();
    const { id } = await paid(sandbox);
    await control(sandbox, 'POST', 'transfer-funds');
    expect((await voidIt(sandbox, id)).verdict).toEqual(refused);
    expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toMatchObject([{ fundsTransferred: true }]);
  });

  test('of a declined payment, one in cash, or one partly refunded is refused', async () => {
    const sandbox = await runningSandbox();
    const declined = await paid(sandbox, 12_505);
    const cash = await paid(sandbox, 12_500, { tender: 'cash' });
    const partly = await paid(sandbox);
    await refundIt(sandbox, partly.id, 100);
    for (const { id } of [declined, cash, partly]) expect((await voidIt(sandbox, id)).verdict).toEqual(refused);
  });

  test.each([
    ['status', undefined],
    ['primary', 'V'],
  ] as const)('shows in the receipt by %s', async (receiptAfterVoid, primaryStatus) => {
    const sandbox = await runningSandbox({ switches: { receiptAfterVoid } });
    const { token, id } = await paid(sandbox);
    expect(await receiptOf(sandbox, token, id)).toEqual({ type: 'standing', fundsTransferred: false });
    await voidIt(sandbox, id);
    expect(await receiptOf(sandbox, token, id)).toEqual({ type: 'voided' });
    const text = await (await post(sandbox, encodeViewReceiptRequest({ ...account.outlet, token }))).text();
    expect(new URLSearchParams(text).get('primaryTransactionStatus') ?? undefined).toBe(primaryStatus);
  });
});

describe('a refund', () => {
  test('is taken in parts up to the payment, each under an id of its own', async () => {
    const sandbox = await runningSandbox();
    const { id } = await paid(sandbox);
    const first = await refundIt(sandbox, id, 5_000);
    const second = await refundIt(sandbox, id, 5_000);
    expect([first.verdict.type, second.verdict.type]).toEqual(['taken', 'taken']);
    expect(first.verdict).not.toEqual(second.verdict);
    expect((await refundIt(sandbox, id, 2_501)).verdict).toEqual(refused);
    expect((await refundIt(sandbox, id, 2_500)).verdict.type).toBe('taken');
    expect((await refundIt(sandbox, id, 1)).verdict).toEqual(refused);
    expect(await reversalsOf(sandbox)).toMatchObject([{ cents: 5_000 }, { cents: 5_000 }, { cents: 2_500 }]);
  });

  test('is answered with the fields documented', async () => {
    const sandbox = await runningSandbox();
    const { id } = await paid(sandbox);
    const fields = new URLSearchParams((await refundIt(sandbox, id, 100)).text);
    expect(fields.get('authorizationText')).toBe('THE ABOVE AMOUNT HAS BEEN REFUNDED.');
    expect([fields.get('responseCode'), fields.get('transactionStatus'), fields.get('lastFourDigits')]).toEqual(['000', 'C', '1111']);
  });

  test('is refused after a year, after a void, and where the switch says so before the transfer of funds', async () => {
    const sandbox = await runningSandbox();
    const [old, voided] = [await paid(sandbox), await paid(sandbox)];
    await voidIt(sandbox, voided.id);
    expect((await refundIt(sandbox, voided.id, 100)).verdict).toEqual(refused);
    sandbox.switches.set({ refundBeforeTransfer: 'refused' });
    expect((await refundIt(sandbox, old.id, 100)).verdict).toEqual(refused);
    sandbox.clock.advance(dayMs);
    expect((await refundIt(sandbox, old.id, 100)).verdict.type).toBe('taken');
    sandbox.clock.advance(365 * dayMs);
    expect((await refundIt(sandbox, old.id, 100)).verdict).toEqual(refused);
  });

  test.each(['original', 'refund'] as const)('leaves the receipt to name the %s', async (receiptAfterRefund) => {
    const sandbox = await runningSandbox({ switches: { receiptAfterRefund } });
    const { token, id } = await paid(sandbox);
    const { verdict } = await refundIt(sandbox, id, 100);
    const transactionId = 'transactionId' in verdict ? verdict.transactionId : '';
    const shown = { original: { type: 'standing', fundsTransferred: false }, refund: { type: 'refund', transactionId } };
    expect(await receiptOf(sandbox, token, id)).toEqual(shown[receiptAfterRefund]);
  });
});

test('a refusal is the general error where the switch says so', async () => {
  const sandbox = await runningSandbox({ switches: { reversalRefused: 'error' } });
  const { id } = await paid(sandbox, 12_505);
  expect((await voidIt(sandbox, id)).text).toContain('errorCode=400');
  expect((await refundIt(sandbox, id, 100)).text).toContain('errorCode=400');
});

test('an unknown payment, another outlet, and a request that is not whole are the general error', async () => {
  const sandbox = await runningSandbox();
  const { id } = await paid(sandbox);
  const whole = encodeVoidRequest({ ...account.outlet, primaryTransactionId: id });
  const refund = encodeSimpleRefundRequest({ ...account.outlet, primaryTransactionId: id, cents: 100 });
  const bodies = [
    encodeVoidRequest({ ...account.outlet, primaryTransactionId: 'a'.repeat(32) }),
    encodeVoidRequest({ ...account.outlet, storeId: '9', primaryTransactionId: id }),
    whole.replace('transactionType=CreditCard&', ''),
    whole.replace('PresentManualKey', 'PresentSwipe'),
    refund.replace('amount=1.00', 'amount=1%2C000.00'),
  ];
  for (const body of bodies) expect(await (await post(sandbox, body)).text()).toContain('errorCode=400');
  expect(await reversalsOf(sandbox)).toEqual([]);
});

test('faults strike voids and refunds, with the work done or not', async () => {
  const sandbox = await runningSandbox();
  const { id } = await paid(sandbox);
  await control(sandbox, 'PUT', 'faults', { 'reversal-500': 1, 'reversal-truncated': 1, 'reversal-duplicate-field': 1 });
  const request = encodeSimpleRefundRequest({ ...account.outlet, primaryTransactionId: id, cents: 100 });
  expect((await post(sandbox, request)).status).toBe(500);
  expect(await reversalsOf(sandbox)).toHaveLength(0);
  await expect(refundIt(sandbox, id, 100)).rejects.toMatchObject({ code: 'ERR_NVP_TRUNCATED' });
  await expect(refundIt(sandbox, id, 100)).rejects.toMatchObject({ code: 'ERR_NVP_DUPLICATE_NAME' });
  expect(await reversalsOf(sandbox)).toHaveLength(2);
});

test.each([
  ['reversal-timeout', 0],
  ['reversal-answer-lost', 1],
] as const)('%s leaves the call open, with %i refunds in the ledger', async (fault, count) => {
  const sandbox = await runningSandbox();
  const { id } = await paid(sandbox);
  await control(sandbox, 'PUT', 'faults', { [fault]: 1 });
  const ended = new AbortController();
  const request = fetch(sandbox.url + nvpPath, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${account.apiUser}:${account.apiPassword}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: encodeSimpleRefundRequest({ ...account.outlet, primaryTransactionId: id, cents: 100 }),
    signal: ended.signal,
  });
  await expect.poll(async () => (await control(sandbox, 'GET', 'faults')).json[fault], patience).toMatchObject({ count: 0 });
  await expect.poll(async () => reversalsOf(sandbox), patience).toHaveLength(count);
  ended.abort();
  await expect(request).rejects.toThrow('aborted');
});
