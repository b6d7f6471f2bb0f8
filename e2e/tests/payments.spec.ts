import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';

// Nothing is judged by its time, and axe takes long on a busy machine.
test.setTimeout(180_000);

/** What axe has against the open dialog. */
async function findings(page: Page): Promise<readonly string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations, passes } = await new AxeBuilder({ page }).include('dialog[open]').withTags(tags).analyze();
  expect(passes.length).toBeGreaterThan(5);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`));
}

test('a clerk finds a payment, prints its receipt again, refunds a part, and sees what happened, by keyboard alone', async ({
  page,
  stack,
  portal: _fresh,
}) => {
  await page.goto(`${stack.demo}/staff`);
  const row = page.locator('tr[data-account="visit-1"]');
  await row.getByRole('button', { name: /^Collect/ }).click();
  const desk = page.frameLocator('collect-payment-frame iframe').locator('collect-payment');
  await desk.getByRole('button', { name: 'Collect $30.00' }).click();
  await new HostedScreen(desk.locator('iframe').contentFrame()).pay();
  await expect(desk.getByText('Paid $30.00').first()).toBeVisible();

  await page.goto(`${stack.demo}/payments`);
  const text = page.getByRole('searchbox', { name: 'Patient, account or invoice' });
  await expect(page.getByRole('button', { name: 'Find' })).toBeEnabled();
  await text.focus();
  await page.keyboard.type('whitfield');
  await page.keyboard.press('Enter');
  const open = page.getByRole('button', { name: 'Open $30.00 of James Whitfield' });
  await expect(open).toBeVisible();
  await open.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '$30.00 · James Whitfield' });
  await expect(dialog.getByRole('status')).toHaveText('Paid');

  expect(await findings(page), 'payment').toEqual([]);
  await dialog.getByRole('button', { name: 'Receipt', exact: true }).press('Enter');
  await expect(dialog.getByText('VISA ending in 1111')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Print' })).toBeFocused();

  await dialog.getByRole('button', { name: 'Refund', exact: true }).press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Amount, USD' })).toBeFocused();
  expect(await findings(page), 'refund').toEqual([]);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('10.00');
  await page.keyboard.press('Tab');
  await page.keyboard.type('billed twice');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toHaveText('Partly refunded');
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expect(dialog.getByRole('listitem').last()).toContainText('Refund, succeeded · $10.00 · billed twice');
  await expect(dialog.getByRole('button', { name: 'Void', exact: true })).toBeDisabled();
  expect(await findings(page), 'refunded').toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.locator('tr', { hasText: 'James Whitfield' }).getByText('Partly refunded')).toBeVisible();
});
