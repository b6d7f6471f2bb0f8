import { axeFindings } from '../fixtures/axe-findings.ts';
import { expect, test } from '../fixtures/test.ts';
import { takeAtDesk } from '../pages/desk.ts';

// Nothing is judged by its time, and axe takes long on a busy machine.
test.setTimeout(180_000);

test('a clerk finds a payment, prints its receipt again, refunds a part, and sees what happened, by keyboard alone', async ({
  page,
  stack,
  portal: _fresh,
}) => {
  await takeAtDesk(page, stack.demo);

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

  expect(await axeFindings(page, 'dialog[open]'), 'payment').toEqual([]);
  await dialog.getByRole('button', { name: 'Receipt', exact: true }).press('Enter');
  await expect(dialog.getByText('VISA ending in 1111')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Print' })).toBeFocused();

  await dialog.getByRole('button', { name: 'Refund', exact: true }).press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Amount, USD' })).toBeFocused();
  expect(await axeFindings(page, 'dialog[open]'), 'refund').toEqual([]);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('10.00');
  await page.keyboard.press('Tab');
  await page.keyboard.type('billed twice');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toHaveText('Partly refunded');
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expect(dialog.getByRole('listitem').last()).toContainText('Refund, succeeded · $10.00 · billed twice');
  await expect(dialog.getByRole('button', { name: 'Void', exact: true })).toBeDisabled();
  expect(await axeFindings(page, 'dialog[open]'), 'refunded').toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.locator('tr', { hasText: 'James Whitfield' }).getByText('Partly refunded')).toBeVisible();
});
