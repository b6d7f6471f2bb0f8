import { axeFindings } from '../fixtures/axe-findings.ts';
import { expect, test } from '../fixtures/test.ts';

// Nothing is judged by its time, and axe takes long on a busy machine.
test.setTimeout(180_000);

for (const sso of ['saml', 'nvp'] as const) {
  for (const display of ['embedded', 'popup'] as const) {
    test(`a patient pays by the patients' own screen, ${sso}, ${display}, and the page hears of it once`, async ({ portal, sandbox }) => {
      await portal.open({ screen: 'consumer-payment', sso, display });
      const hosted = await portal.start();
      await expect(hosted.root.getByRole('heading', { name: 'Make a payment' })).toBeVisible();
      await expect(hosted.root.getByRole('radio', { name: 'Cash' })).toHaveCount(0);
      await hosted.pay();

      await expect(portal.shows('Paid $125.00')).toBeVisible();
      await expect(portal.balance).toHaveText('$0.00');
      const settled = await portal.settled();
      expect(settled).toHaveLength(1);
      const detail = settled[0]!.detail;
      expect(detail).toMatchObject({ status: 'approved', approved: '125.00', receipt: { card: '1111' } });
      expect(await sandbox.payment(detail['transactionId'] as string)).toMatchObject({ approvedCents: 125_00, transactionStatus: 'C' });
      expect(await sandbox.payments()).toHaveLength(1);
    });
  }
}

test("the patients' screen is worked by keyboard alone: tender, account, pay", async ({ portal }) => {
  await portal.open({ screen: 'consumer-payment' });
  const { root } = await portal.start();
  const check = root.getByRole('radio', { name: 'eCheck' });
  await check.focus();
  await check.press('Space');
  await root.getByLabel('Routing number').fill('021000021');
  await root.getByLabel('Account number').fill('123456789');
  await root.getByLabel('Account number').press('Enter');
  await expect(portal.shows('Paid $125.00')).toBeVisible();
});

for (const width of [360, 1280]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`at ${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height: 900 }, colorScheme });

      test("axe finds nothing on the patients' screen and its receipt", async ({ portal, context }, info) => {
        await portal.open({ screen: 'consumer-payment', display: 'popup' });
        const hosted = await portal.start();
        const window = context.pages()[1]!;
        await window.setViewportSize({ width, height: 900 });
        await hosted.root.getByLabel('Card number').waitFor();
        expect(await axeFindings(window), 'form').toEqual([]);
        await window.screenshot({ path: info.outputPath('form.png'), fullPage: true });
        await hosted.pay({ number: '1', expiry: '', securityCode: '' });
        await hosted.root.getByRole('alert').waitFor();
        expect(await axeFindings(window), 'problems').toEqual([]);
        await hosted.pay();
        await expect(hosted.root.getByRole('heading', { name: 'Paid $125.00' })).toBeVisible();
        expect(await axeFindings(window), 'receipt').toEqual([]);
        await window.screenshot({ path: info.outputPath('receipt.png'), fullPage: true });
      });
    });
  }
}
