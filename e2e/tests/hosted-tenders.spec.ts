import { expect, test } from '../fixtures/test.ts';

test('a patient pays by eCheck with the keyboard alone', async ({ portal }) => {
  await portal.open({ screen: 'standard-collect', sso: 'nvp' });
  const { root } = await portal.start();
  const check = root.getByRole('radio', { name: 'eCheck' });
  await check.focus();
  await check.press('Space');
  await root.getByLabel('Routing number').fill('021000021');
  await root.getByLabel('Account number').fill('123456789');
  await root.getByLabel('Account number').press('Enter');
  await expect(portal.shows('Paid $125.00')).toBeVisible();
});

test('a cash payment settles without a card', async ({ portal }) => {
  await portal.open({ screen: 'standard-collect' });
  const { root } = await portal.start();
  await root.getByRole('radio', { name: 'Cash' }).check();
  await root.getByRole('button', { name: /^Collect/ }).click();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
});

test('a mistyped card is refused on the screen and decides nothing', async ({ portal }) => {
  await portal.open({ screen: 'simple-collect' });
  const hosted = await portal.start();
  await hosted.pay({ number: '4111111111111112', expiry: '12/39', securityCode: '123' });
  await expect(hosted.root.getByRole('alert')).toContainText('check');
  expect(await portal.events('payment-settled')).toHaveLength(0);
});
