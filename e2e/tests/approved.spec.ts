import { expect, test } from '../fixtures/test.ts';

for (const screen of ['standard-collect', 'simple-collect'] as const) {
  for (const sso of ['saml', 'nvp'] as const) {
    for (const display of ['embedded', 'incontext', 'popup'] as const) {
      test(`a patient pays by ${screen}, ${sso}, ${display}, and the page hears of it once`, async ({ portal, sandbox }) => {
        await portal.open({ screen, sso, display });
        const hosted = await portal.start();
        await hosted.pay();

        await expect(portal.shows('Paid $125.00')).toBeVisible();
        await expect(portal.balance).toHaveText('$0.00');
        const settled = await portal.settled();
        expect(settled).toHaveLength(1);
        const detail = settled[0]!.detail;
        expect(detail).toMatchObject({ status: 'approved', approved: '125.00', receipt: { card: '1111' } });
        expect(await sandbox.payment(detail['transactionId'] as string)).toMatchObject({ approvedCents: 125_00, transactionStatus: 'C' });
      });
    }
  }
}

test('a patient who closes the receipt window early is told of the payment all the same', async ({ portal }) => {
  await portal.open({ screen: 'standard-collect', display: 'popup' });
  const hosted = await portal.start();
  await hosted.pay();
  await expect(hosted.root.getByRole('heading', { name: 'Paid $125.00' })).toBeVisible();
  await portal.page.context().pages()[1]!.close();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  expect(await portal.settled()).toHaveLength(1);
});
