import { expect, test } from '../fixtures/test.ts';

test('a payment page left alone for 15 minutes expires without a verdict, and can be started again', async ({ portal, sandbox }) => {
  await portal.open({ screen: 'simple-collect', sso: 'nvp' });
  const hosted = await portal.start();
  await expect(hosted.root.getByLabel('Card number')).toBeVisible();
  await sandbox.advanceClock(15 * 60_000 + 1_000);
  await expect(portal.shows('The payment page timed out.')).toBeVisible();
  expect(await portal.events('payment-settled')).toHaveLength(0);

  await portal.widget.getByRole('button', { name: 'Start again' }).click();
  await hosted.root.getByLabel('Card number').waitFor();
  await hosted.pay();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  expect(await portal.settled()).toMatchObject([{ detail: { status: 'approved' } }]);
});
