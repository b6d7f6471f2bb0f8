import { expect, test } from '../fixtures/test.ts';

const patient = 'Seán O\'Brien <&"> 李';

for (const sso of ['saml', 'nvp'] as const) {
  test(`a patient's name goes through ${sso}, screen, receipt and page unchanged`, async ({ portal, sandbox }) => {
    await portal.open({ account: 'obrien', sso, screen: 'standard-collect' });
    await expect(portal.page.locator('#patient')).toHaveText(patient);
    const hosted = await portal.start();
    await expect(hosted.root.getByText(patient)).toBeVisible();
    await hosted.pay();
    await portal.widget.getByRole('button', { name: 'Receipt', exact: true }).click();
    await expect(portal.shows(patient)).toBeVisible();
    const [settled] = await portal.settled();
    expect(await sandbox.payment(settled!.detail['transactionId'] as string)).toMatchObject({
      patientFirstName: 'Seán',
      patientLastName: 'O\'Brien <&"> 李',
    });
  });
}
