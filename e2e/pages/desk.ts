import { expect, type Page } from '@playwright/test';
import { HostedScreen } from './hosted-screen.ts';

/** A clerk takes James Whitfield's 30.00 on the schedule. */
export async function takeAtDesk(page: Page, demo: string): Promise<void> {
  await page.goto(`${demo}/staff`);
  const row = page.locator('tr[data-account="visit-1"]');
  await row.getByRole('button', { name: /^Collect/ }).click();
  const desk = page.frameLocator('collect-payment-frame iframe').locator('collect-payment');
  await desk.getByRole('button', { name: 'Collect $30.00' }).click();
  await new HostedScreen(desk.locator('iframe').contentFrame()).pay();
  await expect(desk.getByText('Paid $30.00').first()).toBeVisible();
}
