import { AxeBuilder } from '@axe-core/playwright';
import { screenPaths, type SsoParameters } from '@collect-payment/protocol';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import { openBrowser, openPage } from './host-page.ts';
import { control, launchToken, launchUrl, runningSandbox } from './signed-on.ts';

// A browser on a busy machine is slow; nothing here is judged by its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const card = { cardNumber: '4111111111111111', expiry: '12/39' };
const receiptPath = '/providers/Form/PatientPayments/SandboxReceipt';

async function paid(sandbox: RunningSandbox): Promise<string> {
  return String((await control(sandbox, 'POST', `tokens/${await launchToken(sandbox)}/pay`, card)).json['transactionId']);
}

const locked = { requestedCents: 5_000, isReadOnly: true };
const openOn = (sandbox: RunningSandbox, path: string, transactionId: string, fields: Partial<SsoParameters> = {}) =>
  launchUrl(sandbox, { relayState: `${sandbox.url}${path}?transactionID=${transactionId}`, ...fields });

const press = (url: URL, more: Record<string, string> = {}) => {
  const token = url.searchParams.get('token') ?? '';
  return fetch(url.origin + url.pathname, { method: 'POST', body: new URLSearchParams({ token, action: 'refund', ...more }) });
};
const ledgerOf = async (sandbox: RunningSandbox) => (await control(sandbox, 'GET', 'ledger')).json;

test('a refund is made once, of the amount that was asked for, and finishes its token', async () => {
  const sandbox = await runningSandbox();
  const transactionId = await paid(sandbox);
  const url = await openOn(sandbox, screenPaths.refund, transactionId, locked);
  // What a locked page posts is not read.
  expect([(await press(url, { amount: '125.00' })).status, (await press(url)).status]).toEqual([200, 200]);
  const ledger = await ledgerOf(sandbox);
  expect(ledger['reversals']).toMatchObject([{ type: 'refund', primaryTransactionId: transactionId, cents: 5_000 }]);
  expect(ledger['payments']).toHaveLength(1);
  expect(ledger['tokens']?.at(-1)).toMatchObject({ screen: 'refund', status: 'finished' });
});

test('an amount that the sign-on left open is typed, and what is more than is left is refused', async () => {
  const sandbox = await runningSandbox();
  const transactionId = await paid(sandbox);
  const url = await openOn(sandbox, screenPaths.refund, transactionId);
  for (const amount of ['125.01', '0.00', '-1.00', 'ten', '']) expect((await press(url, { amount })).status).toBe(422);
  expect((await press(url, { amount: '25.00' })).status).toBe(200);
  expect((await ledgerOf(sandbox))['reversals']).toMatchObject([{ cents: 2_500 }]);
});

test('a page that was canceled, or has ended, refunds nothing', async () => {
  const sandbox = await runningSandbox();
  const transactionId = await paid(sandbox);
  const url = await openOn(sandbox, screenPaths.refund, transactionId, locked);
  expect((await press(url, { action: 'cancel' })).status).toBe(200);
  expect((await press(url)).status).toBe(410);
  expect((await fetch(await openOn(sandbox, screenPaths.refund, '0'.repeat(32), locked))).status).toBe(410);
  expect((await ledgerOf(sandbox))['reversals']).toEqual([]);
});

test('the receipt screen shows the payment as it stands, takes no money, and leaves its token as it was', async () => {
  const sandbox = await runningSandbox();
  const transactionId = await paid(sandbox);
  const url = await openOn(sandbox, receiptPath, transactionId);
  expect(await (await fetch(url)).text()).toContain('Paid $125.00');
  await press(await openOn(sandbox, screenPaths.refund, transactionId, locked));
  expect(await (await fetch(url)).text()).toMatch(/Refunded<\/dt>\s*<dd>\$50\.00/);
  const other = await paid(sandbox);
  const voiding = await openOn(sandbox, screenPaths.void, other);
  await press(voiding, { action: 'void' });
  expect(await (await fetch(await openOn(sandbox, receiptPath, other))).text()).toContain('Voided</h1>');
  expect((await control(sandbox, 'POST', `tokens/${url.searchParams.get('token')}/pay`, card)).status).toBeGreaterThanOrEqual(400);
  expect((await ledgerOf(sandbox))['tokens']?.[1]).toMatchObject({ screen: 'receipt', status: 'new' });
});

test.each([360, 1280])('at %i px the screens are worked by keyboard alone, and axe finds nothing on them', async (width) => {
  const [sandbox, page] = [await runningSandbox(), await openPage(browser)];
  await page.setViewportSize({ width, height: 800 });
  const transactionId = await paid(sandbox);
  const check = async () => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  };
  await page.goto((await openOn(sandbox, screenPaths.refund, transactionId)).href);
  await check();
  await page.getByRole('textbox', { name: 'Amount in US dollars' }).fill('200.00');
  await page.getByRole('button', { name: 'Refund' }).press('Enter');
  await page.getByRole('alert').waitFor();
  await check();
  await page.goto((await openOn(sandbox, screenPaths.refund, transactionId, locked)).href);
  await check();
  await page.getByRole('button', { name: 'Refund $50.00' }).press('Enter');
  await page.getByRole('heading', { name: 'Done' }).waitFor();
  await page.goto((await openOn(sandbox, receiptPath, transactionId)).href);
  await page.getByRole('heading', { name: 'Paid $125.00' }).waitFor();
  await check();
});
