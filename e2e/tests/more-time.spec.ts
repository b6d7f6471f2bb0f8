import { expect, test } from '../fixtures/test.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';

test('ten minutes on, one press brings a page with a new token, and that one is paid on', async ({ page, portal, sandbox }) => {
  await page.clock.install();
  await portal.open({ screen: 'simple-collect' });
  await portal.start();
  const frame = portal.widget.locator('iframe');
  const first = await frame.getAttribute('src');
  await page.clock.fastForward('10:30');
  await portal.widget.getByRole('button', { name: 'Start over with more time' }).press('Enter');
  await expect(frame).not.toHaveAttribute('src', first ?? '');
  await new HostedScreen(frame.contentFrame()).pay();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  const settled = await portal.settled();
  expect(settled).toHaveLength(1);
  expect(await sandbox.payments()).toHaveLength(1);
});
