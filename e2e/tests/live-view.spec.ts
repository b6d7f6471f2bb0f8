import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';
import { PortalPage } from '../pages/portal-page.ts';

const elsewhere = 'This payment is open in another window.';

for (const display of ['embedded', 'popup'] as const) {
  test(`of two tabs with one payment only the one that took it over shows InstaMed’s page (${display})`, async ({
    portal,
    stack,
    sandbox,
    context,
  }) => {
    await portal.open({ display });
    const first = await portal.start();
    await first.shown();

    const other = new PortalPage(await context.newPage(), stack.demo);
    await other.open({ display: 'embedded' });
    await expect(other.shows(elsewhere)).toBeVisible();
    await expect(other.widget.locator('iframe')).toHaveCount(0);
    const closed = display === 'popup' ? (first.root as Page).waitForEvent('close') : undefined;
    await other.widget.getByRole('button', { name: 'Take over' }).click();
    const second = new HostedScreen(other.widget.locator('iframe').contentFrame());
    await second.shown();

    await closed;
    await expect(portal.shows(elsewhere)).toBeVisible();
    await expect(portal.widget.locator('iframe')).toHaveCount(0);
    await expect(portal.widget.getByRole('button')).toHaveText(['Take over']);

    await second.pay();
    for (const page of [portal, other]) {
      await expect(page.shows('Paid $125.00')).toBeVisible();
      expect(await page.settled()).toMatchObject([{ detail: { status: 'approved', approved: '125.00' } }]);
    }
    expect(await sandbox.payments()).toMatchObject([{ approvedCents: 125_00, transactionStatus: 'C' }]);
  });
}

test('a payment that was taken over is taken back, and paid where it is', async ({ portal, stack, sandbox, context }) => {
  await portal.open({ display: 'embedded' });
  await (await portal.start()).shown();
  const other = new PortalPage(await context.newPage(), stack.demo);
  await other.open({ display: 'embedded' });
  await other.widget.getByRole('button', { name: 'Take over' }).click();
  await expect(portal.shows(elsewhere)).toBeVisible();

  await portal.widget.getByRole('button', { name: 'Take over' }).click();
  await expect(other.shows(elsewhere)).toBeVisible();
  await expect(other.widget.locator('iframe')).toHaveCount(0);
  await new HostedScreen(portal.widget.locator('iframe').contentFrame()).pay();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  await expect(other.shows('Paid $125.00')).toBeVisible();
  expect(await sandbox.payments()).toHaveLength(1);
});
