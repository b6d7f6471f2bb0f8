import { expect, test } from 'vitest';
import { control, launchToken, launchUrl, parametersFor, postForm, runningSandbox } from './signed-on.ts';
import { encodeNvp, encodeSsoParameters } from '@collect-payment/protocol';

test('the ledger holds each payment with what it was for', async () => {
  const sandbox = await runningSandbox();
  const token = await launchToken(sandbox);
  const { json: paid } = await control(sandbox, 'POST', `tokens/${token}/pay`);
  const { json } = await control(sandbox, 'GET', 'ledger');
  expect(json['payments']).toMatchObject([
    {
      token,
      transactionId: paid['transactionId'],
      accountId: 'clinic@riverside.example',
      requestedCents: 12_500,
      approvedCents: 12_500,
      transactionStatus: 'C',
      tender: 'card',
      patientId: 'P-1001',
      patientFirstName: 'Mary',
      patientLastName: 'Smith',
      additionalInfo: { 1: 'INV-7', 5: 'ps_1' },
    },
  ]);
  expect(json['tokens']).toMatchObject([{ token, status: 'finished', polls: 0, receiptReads: 0 }]);
  expect(JSON.stringify(json)).not.toContain('4111111111111111');
});

test('paying a token twice pays once, or twice by switch', async () => {
  const sandbox = await runningSandbox();
  const token = await launchToken(sandbox);
  const first = await control(sandbox, 'POST', `tokens/${token}/pay`);
  expect(await control(sandbox, 'POST', `tokens/${token}/pay`)).toEqual(first);
  sandbox.switches.set({ paymentsPerToken: 'many' });
  expect(await control(sandbox, 'POST', `tokens/${token}/pay`)).not.toEqual(first);
  expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toHaveLength(2);
});

test('payments at the same instant on one token pay once', async () => {
  const sandbox = await runningSandbox();
  const token = await launchToken(sandbox);
  const answers = await Promise.all(Array.from({ length: 10 }, () => control(sandbox, 'POST', `tokens/${token}/pay`)));
  expect(new Set(answers.map(({ json }) => json['transactionId'])).size).toBe(1);
  expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toHaveLength(1);
});

test.each([
  [{ amount: '1.00' }, 'amount'],
  [{ cardNumber: '4111111111111112' }, 'cardNumber'],
  [{ expiry: '0120' }, 'expiry'],
  [{ expiry: '1330' }, 'expiry'],
  [{ cvv: '12' }, 'cvv'],
  [{ tender: 'cash' }, 'tender'],
])('what the screen would not take, the control refuses: %o', async (body, field) => {
  const sandbox = await runningSandbox();
  const token = await launchToken(sandbox, { isReadOnly: true, preventCash: true });
  const refused = await control(sandbox, 'POST', `tokens/${token}/pay`, body);
  expect(refused).toMatchObject({ status: 422, json: { error: { code: 'ERR_SANDBOX_PAYMENT_INVALID', problems: [{ field }] } } });
  expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toEqual([]);
});

test('CustomAmount lets the amount change though the rest is read only', async () => {
  const sandbox = await runningSandbox();
  const token = await launchToken(sandbox, { isReadOnly: true, populatedFieldsReadOnlyMode: 'CustomAmount' });
  await control(sandbox, 'POST', `tokens/${token}/pay`, { amount: '40.00' });
  expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toMatchObject([
    { requestedCents: 12_500, submittedCents: 4000, approvedCents: 4000 },
  ]);
});

test.each([
  ['PUT', 'switches', { colour: 'red' }, 'ERR_SANDBOX_SWITCH_UNKNOWN'],
  ['PUT', 'switches', { headerStatus: '418' }, 'ERR_SANDBOX_SWITCH_VALUE'],
  ['PUT', 'faults', { 'sso-418': 1 }, 'ERR_SANDBOX_FAULT_UNKNOWN'],
  ['PUT', 'faults', { 'sso-500': -1 }, 'ERR_SANDBOX_BODY'],
  ['POST', 'clock', { advanceMs: -1 }, 'ERR_SANDBOX_BODY'],
  ['POST', 'clock', { backMs: 1 }, 'ERR_SANDBOX_BODY'],
  ['POST', 'tokens/unknown/pay', {}, 'ERR_SANDBOX_TOKEN_UNKNOWN'],
  ['POST', 'tokens/unknown/cancel', {}, 'ERR_SANDBOX_TOKEN_UNKNOWN'],
  ['GET', 'nothing', undefined, 'ERR_SANDBOX_ROUTE_UNKNOWN'],
])('%s %s with %o is refused with its own code', async (method, path, body, code) => {
  const sandbox = await runningSandbox();
  expect((await control(sandbox, method, path, body)).json['error']).toMatchObject({ code });
});

test('a refused change of switches changes none of them', async () => {
  const sandbox = await runningSandbox();
  await control(sandbox, 'PUT', 'switches', { headerStatus: '302', finishedStatus: 'perhaps' });
  expect((await control(sandbox, 'GET', 'switches')).json['current']).toMatchObject({ headerStatus: '200', finishedStatus: 'USED' });
});

test('reset forgets everything and puts clock, faults and switches back', async () => {
  const sandbox = await runningSandbox({ switches: { headerStatus: '302' } });
  const before = Date.parse(String((await control(sandbox, 'GET', 'clock')).json['now']));
  await launchToken(sandbox);
  await control(sandbox, 'POST', 'clock', { advanceMs: 86_400_000 });
  await control(sandbox, 'PUT', 'faults', { 'sso-500': 5 });
  await control(sandbox, 'PUT', 'switches', { headerStatus: '200' });
  await control(sandbox, 'POST', 'reset');
  expect((await control(sandbox, 'GET', 'ledger')).json).toEqual({ payments: [], reversals: [], tokens: [], savedCards: [], refusals: [] });
  expect((await control(sandbox, 'GET', 'faults')).json['sso-500']).toEqual({ count: 0 });
  expect((await control(sandbox, 'GET', 'switches')).json['current']).toMatchObject({ headerStatus: '302' });
  expect(Date.parse(String((await control(sandbox, 'GET', 'clock')).json['now']))).toBeLessThan(before + 86_400_000);
});

test('sign-on faults strike as often as their count', async () => {
  const sandbox = await runningSandbox();
  await control(sandbox, 'PUT', 'faults', { 'sso-500': 1, 'sso-no-header': 1, 'sso-timeout': { count: 1, delayMs: 1 } });
  const post = () => postForm(sandbox.url, encodeNvp(encodeSsoParameters(parametersFor(sandbox.url))));
  expect((await post()).status).toBe(500);
  expect((await post()).headers.get('relaystate')).toContain('token=');
  expect((await post()).headers.get('relaystate')).toBeNull();
  expect((await launchUrl(sandbox)).searchParams.get('token')).toHaveLength(48);
});

test('a request that is never answered does not keep the sandbox from closing', async () => {
  const sandbox = await runningSandbox();
  await control(sandbox, 'PUT', 'faults', { 'sso-timeout': 1 });
  const unanswered = postForm(sandbox.url, encodeNvp(encodeSsoParameters(parametersFor(sandbox.url)))).catch(() => 'cut off');
  await expect.poll(() => sandbox.faults.view()['sso-timeout'].count).toBe(0);
  await sandbox.close();
  expect(await unanswered).toBe('cut off');
});
