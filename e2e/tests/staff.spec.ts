import { expect, test } from '../fixtures/test.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';

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
