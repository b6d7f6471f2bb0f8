import { encodeViewReceiptRequest, judgeReceipt, nvpPath, readViewReceiptResponse } from '@collect-payment/protocol';
import { describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import { account, control, launchToken, runningSandbox } from './signed-on.ts';

interface Request {
  readonly user?: string;
  readonly password?: string;
  readonly outlet?: typeof account.outlet;
}

const view = (
  sandbox: RunningSandbox,
  token: string,
  { user = account.apiUser, password = account.apiPassword, outlet = account.outlet }: Request = {},
) =>
  fetch(sandbox.url + nvpPath, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${user}:${password}`)}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: encodeViewReceiptRequest({ ...outlet, token }),
  });
const read = async (...args: Parameters<typeof view>) => readViewReceiptResponse(await (await view(...args)).text());

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

async function paid(sandbox: RunningSandbox, requestedCents: number, body: object = {}, allowPartialPayment = false) {
  const token = await launchToken(sandbox, { requestedCents, allowPartialPayment });
  const { json } = await control(sandbox, 'POST', `tokens/${token}/pay`, body);
  return { token, json };
}

async function receiptOf(sandbox: RunningSandbox, token: string) {
  const answer = await read(sandbox, token);
  if (answer.type !== 'receipt') throw new Error('no receipt');
  return answer.receipt;
}

test('an approved card payment reads as the documented sample', async () => {
  const sandbox = await runningSandbox();
  const { token, json } = await paid(sandbox, 12_500, { holderName: 'Mary Smith' });
  const text = await (await view(sandbox, token)).text();
  const now = sandbox.clock.now();
  expect([...new URLSearchParams(text).keys()]).toEqual([
    'IsEMVVerifiedByPIN',
    'isEMVTransaction',
    'EMVCardEntryMode',
    'paymentCardType',
    'cardBrand',
    'cardExpirationMonth',
    'cardExpirationYear',
    'cardBINNumber',
    'cardHolderName',
    'lastFourDigits',
    'authorizationNumber',
    'responseCode',
    'responseMessage',
    'transactionStatus',
    'primaryTransactionID',
    'authorizationText',
    'transactionID',
    'transactionDate',
    'isSignatureRequired',
  ]);
  expect(text).toMatch(/transactionDate=\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A\d\d\.\d{7}Z/);
  expect(await receiptOf(sandbox, token)).toMatchObject({
    transactionId: json['transactionId'],
    transactionStatus: 'C',
    responseCode: '000',
    responseMessage: 'APPROVAL',
    tender: 'card',
    cardBrand: 'VISA',
    lastFour: '1111',
    cardExpirationYear: now.getUTCFullYear() + 1,
    cardHolderName: 'Mary Smith',
    entryMode: 'Keyed',
  });
});

test.each([
  ['cash', 'Cash'],
  ['check', 'eCheck'],
] as const)('a %s payment says so and has no card', async (tender, word) => {
  const sandbox = await runningSandbox();
  const { token } = await paid(sandbox, 12_500, { tender });
  expect(await (await view(sandbox, token)).text()).toContain(`transactionType=${word}`);
  expect(await receiptOf(sandbox, token)).toMatchObject({ tender, transactionStatus: 'C' });
});

test('a partial approval keeps the whole dollars where partial payment is allowed', async () => {
  const sandbox = await runningSandbox();
  const receipt = await receiptOf(sandbox, (await paid(sandbox, 9910, {}, true)).token);
  expect(receipt).toMatchObject({
    transactionStatus: 'C',
    responseCode: '010',
    responseMessage: 'Partially Approved $99.00',
    partialApprovalCents: 9900,
  });
  expect(judgeReceipt(receipt, 9910)).toMatchObject({ type: 'partially_approved', approvedCents: 9900 });
});

test.each(['010', '051'] as const)('a partial approval nobody allowed is declined with %s', async (partialRefused) => {
  const sandbox = await runningSandbox({ switches: { partialRefused } });
  const receipt = await receiptOf(sandbox, (await paid(sandbox, 9910)).token);
  expect(receipt).toMatchObject({ transactionStatus: 'D', responseCode: partialRefused });
  expect(receipt.partialApprovalCents).toBeUndefined();
});

test('MasterCard is spelt by switch', async () => {
  const sandbox = await runningSandbox();
  const { token } = await paid(sandbox, 100, { cardNumber: '5500000000000004' });
  expect((await receiptOf(sandbox, token)).cardBrand).toBe('MC');
  sandbox.switches.set({ cardBrandMastercard: 'MASTERCARD' });
  expect((await receiptOf(sandbox, token)).cardBrand).toBe('MASTERCARD');
});

test('by switch a receipt names the reader of the sign-on, when it read the card', async () => {
  const sandbox = await runningSandbox({ switches: { receiptDevice: 'told' } });
  const named = { deviceName: 'DynaPro SC', deviceSerialNumber: '98DC2522081D0A0E', deviceFirmwareVersion: '30050851-D1-PCI' };
  const receiptBy = async (entryMode: 'Keyed' | 'Swiped') => {
    const token = await launchToken(sandbox, { ...named, creditCardKeyed: false });
    await control(sandbox, 'POST', `tokens/${token}/pay`, { entryMode });
    return receiptOf(sandbox, token);
  };
  const device = { name: 'DynaPro SC', serialNumber: '98DC2522081D0A0E', firmwareVersion: '30050851-D1-PCI' };
  expect(await receiptBy('Swiped')).toMatchObject({ device });
  expect(await receiptBy('Keyed')).not.toHaveProperty('device');
  const { payments, tokens } = (await control(sandbox, 'GET', 'ledger')).json;
  expect(payments?.map((payment) => payment['device'])).toEqual([device, undefined]);
  expect(tokens).toMatchObject([{ device }, { device }]);
  sandbox.switches.set({ receiptDevice: 'absent' });
  expect(await receiptBy('Swiped')).not.toHaveProperty('device');
});

test('an answer can be written as the documentation prints it', async () => {
  const sandbox = await runningSandbox({ switches: { nvpEncoding: 'as-documented' } });
  const { token } = await paid(sandbox, 9910);
  const text = await (await view(sandbox, token)).text();
  expect(text).toContain('cardHolderName= &');
  expect(text).toContain('responseMessage=Partially Approved $99.00&');
  expect(await receiptOf(sandbox, token)).toMatchObject({ responseMessage: 'Partially Approved $99.00' });
});

describe('an error', () => {
  test.each(['unpaid', 'unknown', 'foreign outlet'])('is the answer for an %s token', async (which) => {
    const sandbox = await runningSandbox();
    const token = which === 'unpaid' ? await launchToken(sandbox) : which === 'unknown' ? 'unknown' : (await paid(sandbox, 100)).token;
    const response = await view(sandbox, token, which === 'foreign outlet' ? { outlet: { ...account.outlet, storeId: '1' } } : {});
    expect(response.status).toBe(200);
    const fields = new URLSearchParams(await response.text());
    expect(fields.get('errorCode')).toBe('400');
    expect(fields.get('errorMessage')).toMatch(/^An unexpected error occurred with Reference Number [0-9A-Z]{10}$/);
  });

  test('comes with the HTTP status of the switch', async () => {
    const sandbox = await runningSandbox({ switches: { nvpErrorStatus: '500' } });
    expect((await view(sandbox, 'unknown')).status).toBe(500);
  });

  test('is the answer to another action and to a body that is no form', async () => {
    const sandbox = await runningSandbox();
    const headers = {
      authorization: `Basic ${btoa(`${account.apiUser}:${account.apiPassword}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
    for (const body of ['transactionAction=Auth', '%', '']) {
      const response = await fetch(sandbox.url + nvpPath, { method: 'POST', headers, body });
      expect(await response.text()).toContain('errorCode=400');
    }
  });
});

test.each([
  ['either', 'clinic', 200],
  ['either', account.apiUser, 200],
  ['full', 'clinic', 401],
  ['full', account.apiUser, 200],
  ['before-at', 'clinic', 200],
  ['before-at', account.apiUser, 401],
] as const)('with users taken %s, %s is answered %i', async (basicUser, user, status) => {
  const sandbox = await runningSandbox({ switches: { basicUser } });
  expect((await view(sandbox, 'unknown', { user })).status).toBe(status);
});

test('a wrong password and no password are refused', async () => {
  const sandbox = await runningSandbox();
  expect((await view(sandbox, 'unknown', { password: 'wrong' })).status).toBe(401);
  expect((await fetch(sandbox.url + nvpPath, { method: 'POST', body: '' })).status).toBe(401);
});

test('GET is refused unless the switch accepts it', async () => {
  const sandbox = await runningSandbox();
  const { token } = await paid(sandbox, 100);
  const get = () =>
    fetch(`${sandbox.url}${nvpPath}?${encodeViewReceiptRequest({ ...account.outlet, token })}`, {
      headers: { authorization: `Basic ${btoa('clinic:api-password')}` },
    });
  expect((await get()).status).toBe(405);
  sandbox.switches.set({ nvpGet: 'accepted' });
  expect(readViewReceiptResponse(await (await get()).text()).type).toBe('receipt');
});

test('each receipt fault strikes once and then the truth is told', async () => {
  const sandbox = await runningSandbox();
  const { token } = await paid(sandbox, 12_500);
  await control(sandbox, 'PUT', 'faults', {
    'receipt-500': 1,
    'receipt-truncated': 1,
    'receipt-duplicate-field': 1,
    'receipt-not-ready': 1,
  });
  expect((await view(sandbox, token)).status).toBe(500);
  await expect(read(sandbox, token)).rejects.toThrow(code('ERR_NVP_TRUNCATED'));
  await expect(read(sandbox, token)).rejects.toThrow(code('ERR_NVP_DUPLICATE_NAME'));
  expect(await read(sandbox, token)).toEqual({ type: 'no-receipt', errorCode: '400' });
  expect(await receiptOf(sandbox, token)).toMatchObject({ transactionStatus: 'C' });
});
