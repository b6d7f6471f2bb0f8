import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';

test.beforeEach(async ({ page, stack, sandbox: _asAtTheStart }) => {
  await fetch(`${stack.demo}/api/reset`, { method: 'POST' });
  await page.goto(`${stack.demo}/playground`);
  await page.getByRole('button', { name: 'New payment' }).click();
});

const widget = (page: Page) => page.locator('#place collect-payment');
const hosted = (page: Page) => new HostedScreen(widget(page).locator('iframe').contentFrame());
const happened = (page: Page, name: string) => page.locator(`#log [data-event="${name}"]`);

async function start(page: Page): Promise<HostedScreen> {
  await widget(page)
    .getByRole('button', { name: /^(Pay|Collect) / })
    .click();
  await hosted(page).shown();
  return hosted(page);
}

async function trouble(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await expect(page.locator('#happened')).toHaveText(`Done: ${name}.`);
}

for (const [end, words, status] of [
  ['approved', /^Paid \$125\.00/, 'approved'],
  ['approved in part', /\$99\.00/, 'partially_approved'],
  ['declined', /declined/i, 'declined'],
] as const) {
  test(`a payment that is to be ${end} ends so, and its one settlement is shown`, async ({ page }) => {
    await page.getByLabel('It will be').selectOption({ label: end });
    await (await start(page)).pay();
    await expect(widget(page).getByText(words).first()).toBeVisible();
    await expect(happened(page, 'payment-settled')).toHaveCount(1);
    await expect(happened(page, 'payment-settled')).toContainText(`"status":"${status}"`);
  });
}

test('the rest of a payment that was approved in part is a payment of its own', async ({ page }) => {
  await page.getByLabel('It will be').selectOption('partial');
  await (await start(page)).pay();
  await widget(page).getByRole('button', { name: 'Pay the rest' }).click();
  await expect(widget(page).getByText('$0.10').first()).toBeVisible();
});

test('each attribute is set on the element under way, and stands in the tag to copy', async ({ page }) => {
  await start(page);
  for (const [name, value] of [
    ['display', 'popup'],
    ['audience', 'staff'],
    ['lang', 'es'],
    ['theme', 'dark'],
  ] as const) {
    await page.getByRole('combobox', { name, exact: true }).selectOption(value);
    await expect(widget(page)).toHaveAttribute(name, value);
    await expect(page.locator('#page')).toContainText(`${name}="${value}"`);
  }
  // The payment goes on.
  await hosted(page).pay();
  await expect(
    widget(page)
      .getByText(/^Pagado/)
      .first(),
  ).toBeVisible();
  await expect(happened(page, 'payment-settled')).toHaveCount(1);
});

test('the tag in a frame takes the same payment', async ({ page }) => {
  await page.getByRole('combobox', { name: 'Element', exact: true }).selectOption('collect-payment-frame');
  await expect(page.locator('#page')).toContainText('<collect-payment-frame\n');
  const framed = page.locator('#place collect-payment-frame iframe').contentFrame();
  await framed.getByRole('button', { name: 'Pay $125.00' }).click();
  await new HostedScreen(framed.locator('collect-payment iframe').contentFrame()).pay();
  await expect(framed.getByText(/^Paid \$125\.00/).first()).toBeVisible();
  await expect(happened(page, 'payment-settled')).toHaveCount(1);
});

test('what the server sends is shown with the screen and sign-on that were chosen, and the broker takes it', async ({ page }) => {
  await page.getByLabel('Screen').selectOption('standard-collect');
  await page.getByLabel('Single sign-on').selectOption('nvp');
  await expect(page.locator('#server')).toContainText('"screen": "standard-collect",\n  "sso": "nvp"');
  await start(page);
});

test('a payment whose 15 minutes are over is called timed out, not failed', async ({ page }) => {
  await start(page);
  await trouble(page, 'The page’s 15 minutes are over');
  await expect(widget(page).getByText('The payment page timed out.', { exact: true })).toBeVisible();
  await expect(happened(page, 'payment-settled')).toHaveCount(0);
});

test('a payment without a receipt is being confirmed until there is one', async ({ page }) => {
  const screen = await start(page);
  await trouble(page, 'Paid, and no receipt yet');
  await screen.pay();
  await expect(happened(page, 'payment-state-change').filter({ hasText: 'confirming' }).first()).toBeVisible();
  await expect(happened(page, 'payment-settled')).toHaveCount(0);
  await trouble(page, 'All is well again');
  await expect(
    widget(page)
      .getByText(/^Paid \$125\.00/)
      .first(),
  ).toBeVisible();
  await expect(happened(page, 'payment-settled')).toHaveCount(1);
});

test('a page that is loaded again shows the payment it had', async ({ page }) => {
  await (await start(page)).pay();
  await expect(
    widget(page)
      .getByText(/^Paid \$125\.00/)
      .first(),
  ).toBeVisible();
  await page.reload();
  await expect(
    widget(page)
      .getByText(/^Paid \$125\.00/)
      .first(),
  ).toBeVisible();
});

test('trouble that the page does not offer is refused', async ({ stack }) => {
  const answer = await fetch(`${stack.demo}/api/playground/happenings/reset`, { method: 'POST' });
  expect(answer.status).toBe(400);
});
