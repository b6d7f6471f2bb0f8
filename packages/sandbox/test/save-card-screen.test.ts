import { AxeBuilder } from '@axe-core/playwright';
import {
  encodeNvp,
  encodeViewReceiptRequest,
  nvpPath,
  readViewReceiptResponse,
  screenPaths,
  type InstaMedReceipt,
} from '@collect-payment/protocol';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import { openBrowser, openPage } from './host-page.ts';
import { account, control, launchUrl, parametersFor, runningSandbox } from './signed-on.ts';

// A browser on a busy machine is slow; nothing here is judged by its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const card = { cardNumber: '4111111111111111', expiry: '12/39', cvv: '123' };

async function opened(sandbox: RunningSandbox) {
  const { requestedCents: _, additionalInfo: _info, ...whole } = parametersFor(sandbox.url);
  const relayState = sandbox.url + screenPaths['save-on-file'];
  // What stands in the defaults of a payment has no place here.
  const url = await launchUrl(sandbox, { ...whole, relayState, additionalInfo: { 5: 'ps_1' } });
  const token = url.searchParams.get('token') ?? '';
  const post = (fields: Record<string, string>) =>
    fetch(url.origin + url.pathname, { method: 'POST', body: new URLSearchParams({ token, ...fields }) });
  return { url, token, post };
}

async function receiptOf(sandbox: RunningSandbox, token: string): Promise<InstaMedReceipt | undefined> {
  const answer = await fetch(sandbox.url + nvpPath, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${btoa(`${account.apiUser}:${account.apiPassword}`)}`,
    },
    body: encodeViewReceiptRequest({ ...account.outlet, token }),
  });
  const read = readViewReceiptResponse(await answer.text());
  return read.type === 'receipt' ? read.receipt : undefined;
}

const ledgerOf = async (sandbox: RunningSandbox) => (await control(sandbox, 'GET', 'ledger')).json;

test('a card is saved once, and its receipt names it by the status O; no money moves', async () => {
  const sandbox = await runningSandbox();
  const { token, post } = await opened(sandbox);
  const pressed = [
    await post({ ...card, action: 'save' }),
    await post({ ...card, cardNumber: '340000000000009', cvv: '1234', action: 'save' }),
  ];
  expect(pressed.map(({ status }) => status)).toEqual([200, 200]);
  const { savedCards, payments, tokens } = await ledgerOf(sandbox);
  expect([savedCards?.length, payments?.length]).toEqual([1, 0]);
  expect(tokens).toMatchObject([{ screen: 'save-on-file', status: 'finished' }]);
  const name = savedCards?.[0]?.['transactionId'];
  expect(await receiptOf(sandbox, token)).toMatchObject({ transactionStatus: 'O', saveOnFileTransactionId: name, lastFour: '1111' });
  sandbox.switches.set({ savedCardReceipt: 'paymentPlanID' });
  const older = await receiptOf(sandbox, token);
  expect([older?.paymentPlanId, older?.saveOnFileTransactionId]).toEqual([name, undefined]);
});

test('a security code of 051 declines the card, and nothing is kept', async () => {
  const sandbox = await runningSandbox();
  const { token, post } = await opened(sandbox);
  await post({ ...card, cvv: '051', action: 'save' });
  expect(await receiptOf(sandbox, token)).toMatchObject({ transactionStatus: 'D', responseCode: '051' });
  expect((await receiptOf(sandbox, token))?.saveOnFileTransactionId).toBeUndefined();
  expect((await ledgerOf(sandbox))['savedCards']).toEqual([]);
});

test('nothing is saved after a cancel, and nothing is sold on the token', async () => {
  const sandbox = await runningSandbox();
  const canceled = await opened(sandbox);
  expect((await canceled.post({ action: 'cancel' })).status).toBe(200);
  expect((await canceled.post({ ...card, action: 'save' })).status).toBe(410);
  const { token } = await opened(sandbox);
  const body = encodeNvp([
    ['merchantID', account.outlet.merchantId],
    ['storeID', account.outlet.storeId],
    ['terminalID', account.outlet.terminalId],
    ['transactionAction', 'AuthCapt'],
    ['transactionType', 'Cash'],
    ['amount', '12.00'],
    ['singleSignOnToken', token],
  ]);
  const authorization = `Basic ${btoa(`${account.apiUser}:${account.apiPassword}`)}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization };
  const answer = await fetch(sandbox.url + nvpPath, { method: 'POST', headers, body });
  expect(await answer.text()).toContain('errorCode=400');
  const { savedCards, payments } = await ledgerOf(sandbox);
  expect([savedCards, payments]).toEqual([[], []]);
});

test('the control saves a card too, and refuses what the screen would', async () => {
  const sandbox = await runningSandbox();
  const { token } = await opened(sandbox);
  expect((await control(sandbox, 'POST', `tokens/${token}/pay`, { cardNumber: '4111' })).status).toBe(422);
  expect((await control(sandbox, 'POST', `tokens/${token}/pay`, {})).json).toMatchObject({ transactionStatus: 'O', responseCode: '000' });
});

test.each(['light', 'dark'] as const)(
  'in %s, narrow and wide, the screen is worked by keyboard alone, and axe finds nothing on it',
  async (colorScheme) => {
    const [sandbox, page] = [await runningSandbox(), await openPage(browser)];
    await page.emulateMedia({ colorScheme });
    const { url } = await opened(sandbox);
    const findings = async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    };
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(url.href);
      expect(await findings()).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
    }
    expect(await page.locator('main').textContent()).not.toMatch(/\$|amount|pay /i);
    await page.getByRole('button', { name: 'Save card' }).press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Visa', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Save card' }).press('Enter');
    await page.getByRole('heading', { name: 'Done' }).waitFor();
    expect((await ledgerOf(sandbox))['savedCards']).toHaveLength(1);
  },
);
