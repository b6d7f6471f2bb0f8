import { expect, test } from '../fixtures/test.ts';
import { HostedScreen, visa } from '../pages/hosted-screen.ts';

test('a clerk collects a copay in a frame of the broker’s, and the row turns paid', async ({ page, stack, portal: _fresh }) => {
  await page.goto(`${stack.demo}/staff`);
  const row = page.locator('tr[data-account="visit-1"]');
  await row.getByRole('button', { name: /^Collect/ }).click();
  const desk = page.frameLocator('collect-payment-frame iframe');
  await desk.locator('collect-payment').getByRole('button', { name: 'Collect $30.00' }).click();
  await new HostedScreen(desk.locator('collect-payment').locator('iframe').contentFrame()).pay();
  await expect(desk.locator('collect-payment').getByText('Paid $30.00').first()).toBeVisible();
  await expect(page.locator('#log li[data-event="payment-settled"]')).toHaveCount(1);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(row.getByText('Paid')).toBeVisible();
});

test('by the keyboard alone a copay is collected in seven strokes beside the card’s own digits, and the result is read from afar', async ({
  page,
  stack,
  sandbox,
  portal: _fresh,
}) => {
  let strokes = 0;
  const press = async (key: string) => {
    strokes += 1;
    await page.keyboard.press(key);
  };
  await page.goto(`${stack.demo}/staff?start=auto`);
  const row = page.locator('tr[data-account="visit-1"]');
  const collect = row.getByRole('button', { name: /^Collect/ });
  await collect.focus();
  await press('Enter');

  const hosted = page.frameLocator('collect-payment-frame iframe').locator('collect-payment').locator('iframe').contentFrame();
  await hosted.getByLabel('Card number').waitFor();
  // Past the way out and the kind of tender.
  for (const _stop of ['close', 'tender', 'number']) await press('Tab');
  await expect(hosted.getByLabel('Card number')).toBeFocused();
  await page.keyboard.type(visa.number);
  await press('Tab');
  await page.keyboard.type(visa.expiry);
  await press('Tab');
  await page.keyboard.type(visa.securityCode);
  await press('Enter');

  const result = page.getByRole('status').filter({ hasText: 'Paid $30.00' });
  await expect(result).toBeVisible();
  expect(strokes).toBe(7);
  // 24 px are 6 mm on a front desk's screen: read at 70 cm without leaning in.
  expect(
    Number.parseFloat(await page.evaluate<string>("getComputedStyle(document.getElementById('news')).fontSize")),
  ).toBeGreaterThanOrEqual(24);
  await expect(page.locator('#desk')).toBeHidden();
  await expect(row.getByText('Paid')).toBeVisible();
  await expect(page.locator('tr[data-account="visit-2"]').getByRole('button', { name: /^Collect/ })).toBeFocused();
  await expect(page.locator('#log li[data-event="payment-settled"]')).toHaveCount(1);
  expect(await sandbox.payments()).toMatchObject([{ approvedCents: 30_00 }]);
});
