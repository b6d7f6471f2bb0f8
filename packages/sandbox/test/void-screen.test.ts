import { AxeBuilder } from '@axe-core/playwright';
import { encodeNvp, encodeSsoParameters, screenPaths, type SsoParameters } from '@collect-payment/protocol';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import { openBrowser, openPage } from './host-page.ts';
import { control, launchToken, launchUrl, parametersFor, postForm, runningSandbox } from './signed-on.ts';

// A browser on a busy machine is slow; nothing here is judged by its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const card = { cardNumber: '4111111111111111', expiry: '12/39' };

async function paid(sandbox: RunningSandbox): Promise<string> {
  return String((await control(sandbox, 'POST', `tokens/${await launchToken(sandbox)}/pay`, card)).json['transactionId']);
}

const openVoid = (sandbox: RunningSandbox, query: string, fields: Partial<SsoParameters> = {}) =>
  launchUrl(sandbox, { relayState: `${sandbox.url}${screenPaths.void}${query}`, ...fields });

test('the payment is named by either parameter, as a field or on the RelayState, and by nothing else', async () => {
  const sandbox = await runningSandbox();
  const transactionId = await paid(sandbox);
  const ways: readonly (readonly [query: string, fields: Partial<SsoParameters>])[] = [
    [`?transactionID=${transactionId}`, {}],
    [`?PrimaryTransactionId=${transactionId}`, {}],
    ['', { transactionId }],
    ['?', { primaryTransactionId: transactionId }],
  ];
  for (const [query, fields] of ways) expect(await (await fetch(await openVoid(sandbox, query, fields))).text()).toContain(transactionId);
  const unnamed = parametersFor(sandbox.url, { relayState: sandbox.url + screenPaths.void });
  await postForm(sandbox.url, encodeNvp(encodeSsoParameters(unnamed)));
  expect((await control(sandbox, 'GET', 'ledger')).json['refusals']).toMatchObject([{ reason: 'field-invalid' }]);
});

test('a void is made once, finishes its token, and no money is taken on it', async () => {
  const sandbox = await runningSandbox();
  const transactionId = await paid(sandbox);
  const url = await openVoid(sandbox, `?transactionID=${transactionId}`);
  const token = url.searchParams.get('token') ?? '';
  expect((await control(sandbox, 'POST', `tokens/${token}/pay`, card)).status).toBeGreaterThanOrEqual(400);
  const press = () => fetch(url.origin + url.pathname, { method: 'POST', body: new URLSearchParams({ token, action: 'void' }) });
  expect([(await press()).status, (await press()).status]).toEqual([200, 200]);
  const { json } = await control(sandbox, 'GET', 'ledger');
  expect(json['reversals']).toMatchObject([{ type: 'void', primaryTransactionId: transactionId, cents: 12_500 }]);
  expect(json['payments']).toHaveLength(1);
  expect(json['tokens']?.at(-1)).toMatchObject({ screen: 'void', status: 'finished' });
});

test('an unknown payment opens no page', async () => {
  const sandbox = await runningSandbox();
  expect((await fetch(await openVoid(sandbox, `?transactionID=${'0'.repeat(32)}`))).status).toBe(410);
});

test.each([360, 1280])('at %i px the screen is worked by keyboard alone, and axe finds nothing on it', async (width) => {
  const [sandbox, page] = [await runningSandbox(), await openPage(browser)];
  await page.setViewportSize({ width, height: 800 });
  const transactionId = await paid(sandbox);
  await page.goto((await openVoid(sandbox, `?transactionID=${transactionId}`)).href);
  const findings = async () => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  };
  expect(await findings()).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  await control(sandbox, 'POST', 'transfer-funds');
  await page.getByRole('button', { name: 'Void $125.00' }).press('Enter');
  await page.getByRole('alert').waitFor();
  expect(await findings()).toEqual([]);
});
