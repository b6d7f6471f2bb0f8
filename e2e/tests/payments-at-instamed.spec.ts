import type { Locator, Page } from '@playwright/test';
import { axeFindings } from '../fixtures/axe-findings.ts';
import { expect, test } from '../fixtures/test.ts';
import { takeAtDesk } from '../pages/desk.ts';

/** A payment of 30.00 that the clerk has taken, open on the payments page. */
async function openPayment(page: Page, demo: string): Promise<Locator> {
  await takeAtDesk(page, demo);
  await page.goto(`${demo}/payments`);
  await page.getByRole('button', { name: 'Open $30.00 of James Whitfield' }).first().press('Enter');
  return page.getByRole('dialog', { name: '$30.00 · James Whitfield' });
}

test('a clerk refunds a part on InstaMed’s page, in a window of its own and by keyboard alone; the record says when it is done', async ({
  page,
  stack,
  portal: _fresh,
}) => {
  const dialog = await openPayment(page, stack.demo);
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Refund at InstaMed' }).press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Amount, USD' })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('10.00');
  await page.keyboard.press('Tab');
  await page.keyboard.type('billed twice');
  const opened = page.waitForEvent('popup');
  await page.keyboard.press('Enter');
  const popup = await opened;
  await expect(dialog.getByRole('status')).toHaveText('Paid, and open at InstaMed');
  for (const name of ['Void', 'Refund', 'Void at InstaMed', 'Refund at InstaMed'])
    await expect(dialog.getByRole('button', { name, exact: true })).toBeDisabled();

  await expect(popup.getByRole('heading', { name: 'Refund payment' })).toBeVisible();
  await expect(popup.locator('#amount')).toHaveText('$10.00');
  expect(await popup.evaluate('opener')).toBeNull();
  await popup.getByRole('button', { name: 'Refund $10.00' }).press('Enter');

  await expect(dialog.getByRole('status')).toHaveText('Partly refunded');
  await expect(dialog.getByRole('listitem').last()).toContainText('Refund, succeeded · $10.00 · billed twice');
  await expect(dialog.getByRole('button', { name: 'Void at InstaMed' })).toBeDisabled();
  await expect(dialog.getByRole('button', { name: 'Refund at InstaMed' })).toBeEnabled();
});

test('a clerk voids on InstaMed’s page, in a window of its own and by keyboard alone; the record says when it is done', async ({
  page,
  stack,
  sandbox,
  portal: _fresh,
}) => {
  const dialog = await openPayment(page, stack.demo);
  await dialog.getByRole('button', { name: 'Void at InstaMed' }).press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Reason' })).toBeFocused();
  await page.keyboard.type('wrong patient');
  const opened = page.waitForEvent('popup');
  await page.keyboard.press('Enter');
  const popup = await opened;
  await expect(dialog.getByRole('status')).toHaveText('Paid, and open at InstaMed');
  expect(await sandbox.payments()).toMatchObject([{ transactionStatus: 'C' }]);
  await popup.getByRole('button', { name: 'Void $30.00' }).press('Enter');

  await expect(dialog.getByRole('status')).toHaveText('Voided');
  await expect(dialog.getByRole('listitem').last()).toContainText('Void, succeeded · $30.00 · wrong patient');
  await expect(dialog.getByRole('button', { name: 'Refund at InstaMed' })).toBeDisabled();
});

test('a clerk opens InstaMed’s own receipt of a payment, which changes nothing of it', async ({ page, stack, portal: _fresh }) => {
  const dialog = await openPayment(page, stack.demo);
  const opened = page.waitForEvent('popup');
  await dialog.getByRole('button', { name: 'Receipt at InstaMed' }).press('Enter');
  const popup = await opened;
  await expect(popup.getByRole('heading', { name: 'Paid $30.00' })).toBeVisible();
  await expect(popup.getByText('James Whitfield')).toBeVisible();
  expect(await axeFindings(popup)).toEqual([]);
  await expect(dialog.getByRole('status')).toHaveText('Paid');
  await expect(dialog.getByRole('link', { name: 'Open InstaMed’s page' })).toBeVisible();
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
});
