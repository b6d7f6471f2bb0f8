import type { FrameLocator, Page } from '@playwright/test';
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

/** Opens InstaMed's page by the button of that name, wherever it opens. */
async function open(page: Page, display: string, button: RegExp): Promise<Page | FrameLocator> {
  const popup = display === 'popup' ? page.waitForEvent('popup') : undefined;
  await widget(page).getByRole('button', { name: button }).click();
  const root = (await popup) ?? (display === 'redirect' ? page : widget(page).locator('iframe').contentFrame());
  await new HostedScreen(root).shown();
  return root;
}

for (const display of ['embedded', 'popup', 'redirect']) {
  test(`the rest of a payment that was approved in part is a payment of its own, and is paid (${display})`, async ({
    page,
    stack,
    sandbox,
  }) => {
    await page.getByLabel('It will be').selectOption('partial');
    const choose = () => page.getByRole('combobox', { name: 'display', exact: true }).selectOption(display);
    await choose();
    await new HostedScreen(await open(page, display, /^Pay /)).pay();
    if (display === 'redirect') {
      await page.getByRole('status').getByText('The payment page is done.').waitFor();
      await page.goto(`${stack.demo}/playground`);
      await choose();
    }
    await expect(widget(page).getByText('Paid $99.00').first()).toBeVisible();
    await expect(widget(page).getByText('$0.10 still due').first()).toBeVisible();
    await widget(page).getByRole('button', { name: 'Pay the rest' }).click();

    const root = await open(page, display, /^Pay \$0\.10$/);
    const address = 'url' in root ? root.url() : await widget(page).locator('iframe').getAttribute('src');
    // The sandbox declines cents by card; cash always succeeds.
    await sandbox.payToken(new URL(address!).searchParams.get('token')!, { tender: 'cash' });
    if (display === 'redirect') await page.goto(`${stack.demo}/playground`);
    await expect(widget(page).getByText('Paid $0.10').first()).toBeVisible();
    const paid = (await sandbox.payments()).map(({ requestedCents, approvedCents }) => [requestedCents, approvedCents]);
    expect(paid.toSorted(([one = 0], [other = 0]) => other - one)).toEqual([
      [99_10, 99_00],
      [10, 10],
    ]);
  });
}

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
