import { AxeBuilder } from '@axe-core/playwright';
import type { SsoParameters } from '@collect-payment/protocol';
import type { Browser, Frame, Page } from 'playwright';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { heardBy, hostOrigin, openBrowser, openPage } from './host-page.ts';
import { control, launchUrl, runningSandbox } from './signed-on.ts';

// A browser on a busy machine is slow; nothing here is judged by its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function framed(page: Page, host: string, screen: URL): Promise<Frame> {
  await page.goto(`${host}/?screen=${encodeURIComponent(screen.href)}`);
  const frame = page.frame('instamed');
  if (frame === null) throw new Error('no frame');
  await frame.waitForSelector('form');
  return frame;
}

async function payWithTestCard(page: Page | Frame): Promise<void> {
  await page.getByRole('button', { name: 'Visa' }).click();
  await page.getByRole('button', { name: /^Collect/ }).click();
}

test('in-context, the host is told to show the frame and, when Simple is done, to hide it', async () => {
  const [sandbox, host, page] = [await runningSandbox(), await hostOrigin(), await openPage(browser)];
  const frame = await framed(page, host, await launchUrl(sandbox, { incontext: true }));
  await expect.poll(() => heardBy(page)).toEqual([{ launchInContext: true }]);
  await payWithTestCard(frame);
  await expect.poll(() => heardBy(page)).toEqual([{ launchInContext: true }, { closeInContext: true }]);
  expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toHaveLength(1);
});

test('in-context, returnURL is for the host to follow', async () => {
  const [sandbox, host, page] = [await runningSandbox(), await hostOrigin(), await openPage(browser)];
  const frame = await framed(page, host, await launchUrl(sandbox, { incontext: true, returnUrl: `${host}/?returned` }));
  await frame.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => heardBy(page)).toEqual([{ launchInContext: true }, { returnURL: `${host}/?returned` }]);
  expect(page.url()).not.toContain('returned');
});

test('confirmURL is loaded in the frame', async () => {
  const [sandbox, host, page] = [await runningSandbox(), await hostOrigin(), await openPage(browser)];
  const confirmUrl = `${host}/?confirmed`;
  await payWithTestCard(await framed(page, host, await launchUrl(sandbox, { confirmUrl })));
  await expect.poll(() => page.frame('instamed')?.url()).toBe(confirmUrl);
  expect(await heardBy(page)).toEqual([]);
});

test('by switch, the host is asked to load confirmURL', async () => {
  const [sandbox, host, page] = [
    await runningSandbox({ switches: { returnDelivery: 'message' } }),
    await hostOrigin(),
    await openPage(browser),
  ];
  const confirmUrl = `${host}/?confirmed`;
  await payWithTestCard(await framed(page, host, await launchUrl(sandbox, { confirmUrl })));
  await expect.poll(() => heardBy(page)).toEqual([{ redirectIframeUrl: confirmUrl }]);
});

test('a popup says it is done and closes', async () => {
  const [sandbox, host, page] = [await runningSandbox(), await hostOrigin(), await openPage(browser)];
  await page.goto(host);
  const opened = page.waitForEvent('popup');
  await page.evaluate(`void window.open(${JSON.stringify((await launchUrl(sandbox)).href)})`);
  const popup = await opened;
  const closed = popup.waitForEvent('close');
  await payWithTestCard(popup);
  await closed;
  expect(await heardBy(page)).toEqual([{ closeInContext: true }]);
});

test('Standard is worked by keyboard alone: test card, collect, receipt, close', async () => {
  const [sandbox, page] = [await runningSandbox(), await openPage(browser)];
  const relayState = `${sandbox.url}/providers/Form/PatientPayments/NewPatientPaymentSSO`;
  await page.goto((await launchUrl(sandbox, { relayState, returnUrl: `${sandbox.url}/?back` })).href);
  await page.getByRole('button', { name: 'Visa' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Name on card').focus();
  await page.keyboard.type('Mary Smith');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Paid $125.00' }).waitFor();
  await page.getByRole('link', { name: 'Close' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toBe(`${sandbox.url}/?back`);
});

test('an eCheck shows its fields only, and a mistake takes the focus to the summary', async () => {
  const [sandbox, page] = [await runningSandbox(), await openPage(browser)];
  await page.goto((await launchUrl(sandbox)).href);
  await page.getByLabel('eCheck').check();
  expect(await page.getByLabel('Card number').isVisible()).toBe(false);
  await page.getByRole('button', { name: /^Collect/ }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.locator('[role=alert]:focus').count()).toBe(1);
  await page.getByRole('link', { name: /routing number/ }).click();
  expect(await page.locator('#routingNumber:focus').count()).toBe(1);
});

test('a simulated card read pays as swiped, and typing instead as keyed', async () => {
  const [sandbox, page] = [await runningSandbox(), await openPage(browser)];
  for (const typed of [false, true]) {
    await page.goto((await launchUrl(sandbox, { creditCardKeyed: false })).href);
    await page.getByRole('button', { name: 'Simulate card read' }).click();
    if (typed) {
      await page.getByText('Type the card instead').click();
      await page.getByRole('button', { name: 'MasterCard' }).click();
    }
    await page.getByRole('button', { name: /^Collect/ }).click();
    await page.getByRole('heading', { name: 'Done' }).waitFor();
  }
  const { json } = await control(sandbox, 'GET', 'ledger');
  expect(json['payments']).toMatchObject([{ card: { entryMode: 'Swiped', brand: 'VISA' } }, { card: { entryMode: 'Keyed', brand: 'MC' } }]);
});

test('a page left open to the end of its token says that the session has ended', async () => {
  const [sandbox, page] = [await runningSandbox(), await openPage(browser)];
  await page.clock.install();
  await page.goto((await launchUrl(sandbox)).href);
  await page.clock.runFor(60_000);
  await expect.poll(() => page.locator('[data-timer]').textContent()).toMatch(/^1[34]:/);
  sandbox.clock.advance(15 * 60_000);
  await page.clock.runFor(15 * 60_000);
  await page.getByRole('heading', { name: 'This session has ended' }).waitFor();
});

test('without script the form still pays', async () => {
  const [sandbox, page] = [await runningSandbox(), await openPage(browser, { javaScriptEnabled: false })];
  await page.goto((await launchUrl(sandbox, { confirmUrl: `${sandbox.url}/?confirmed` })).href);
  await page.getByLabel('Card number').fill('4111111111111111');
  await page.getByLabel('Expiry').fill('12/99');
  await page.getByLabel('Security code').fill('123');
  await page.getByRole('button', { name: /^Collect/ }).click();
  await page.getByRole('link', { name: 'Continue' }).click();
  await expect.poll(() => page.url()).toBe(`${sandbox.url}/?confirmed`);
  expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toHaveLength(1);
});

type Act = (page: Page) => Promise<unknown>;

const shown: [name: string, changes: Partial<SsoParameters>, act: Act][] = [
  ['the keyed form', {}, async () => {}],
  ['the reader form', { creditCardKeyed: false, isReadOnly: true, lightWeight: true }, async () => {}],
  ['the form with mistakes', {}, (page) => page.getByRole('button', { name: /^Collect/ }).click()],
  ['the receipt', { requestedCents: 9910, allowPartialPayment: true }, payWithTestCard],
  ['the index', {}, (page) => page.goto(new URL('/', page.url()).href)],
  ['a refused sign-on', {}, (page) => page.goto(new URL('/providers/Form/SSO/SSOError?respCode=401&respMessage=Refused', page.url()).href)],
];

test.each(shown)('axe finds nothing on %s, light or dark, and nothing scrolls sideways at 320 px', async (_, changes, act) => {
  const sandbox = await runningSandbox();
  const relayState = `${sandbox.url}/providers/Form/PatientPayments/NewPatientPaymentSSO`;
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await openPage(browser, { colorScheme, viewport: { width: 320, height: 640 } });
    await page.goto((await launchUrl(sandbox, { relayState, ...changes })).href);
    await act(page);
    await page.waitForLoadState();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  }
});
