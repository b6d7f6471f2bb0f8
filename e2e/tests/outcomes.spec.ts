import { expect, test } from '../fixtures/test.ts';

test('a declined card takes no money, and the patient can try again', async ({ portal }) => {
  await portal.open({ account: 'chen', screen: 'simple-collect' });
  await (await portal.start()).pay();
  await expect(portal.shows('The card was declined. No money was taken.')).toBeVisible();
  await expect(portal.balance).toHaveText('$64.05');
  expect(await portal.settled()).toMatchObject([{ detail: { status: 'declined' } }]);

  await portal.widget.getByRole('button', { name: 'Try again' }).click();
  await expect(portal.widget.locator('iframe').contentFrame().getByLabel('Card number')).toBeVisible();
});

test('a partial approval shows what was paid and what is still due', async ({ portal }) => {
  await portal.open({ account: 'obrien', screen: 'simple-collect' });
  await (await portal.start()).pay();
  await expect(portal.shows('Paid $99.00')).toBeVisible();
  await expect(portal.shows('$0.10 still due')).toBeVisible();
  await expect(portal.balance).toHaveText('$0.10');
  expect(await portal.settled()).toMatchObject([{ detail: { status: 'partially_approved', approved: '99.00', balanceDue: '0.10' } }]);
});

test('a payment canceled on the hosted screen says that no money was taken', async ({ portal }) => {
  await portal.open({ screen: 'simple-collect' });
  const hosted = await portal.start();
  await hosted.cancel();
  await expect(portal.shows('Payment canceled. No money was taken.')).toBeVisible();
  await expect(portal.balance).toHaveText('$125.00');
  expect(await portal.settled()).toMatchObject([{ detail: { status: 'canceled' } }]);
});

test('a payment canceled in the widget asks first, and says that no money was taken', async ({ portal }) => {
  await portal.open({ screen: 'standard-collect' });
  const hosted = await portal.start();
  await hosted.root.getByLabel('Card number').waitFor();
  await portal.widget.getByRole('button', { name: 'Cancel payment' }).click();
  await expect(portal.shows('Cancel this payment?')).toBeVisible();
  await portal.widget.getByRole('button', { name: 'Cancel payment' }).click();
  await expect(portal.shows('Payment canceled. No money was taken.')).toBeVisible();
  expect(await portal.settled()).toMatchObject([{ detail: { status: 'canceled' } }]);
});

test('a receipt that is not ready at first is waited for', async ({ portal, sandbox }) => {
  await portal.open({ screen: 'simple-collect' });
  const hosted = await portal.start();
  await sandbox.strike({ 'receipt-not-ready': 1_000_000 });
  await hosted.pay();
  await expect(portal.shows('Confirming with InstaMed…')).toBeVisible();
  await sandbox.strike({ 'receipt-not-ready': 0 });
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  expect(await portal.settled()).toHaveLength(1);
});

test('a broker killed in mid-payment goes on after its restart and settles', async ({ portal, stack }) => {
  await portal.open({ screen: 'standard-collect' });
  const hosted = await portal.start();
  await expect(hosted.root.getByLabel('Card number')).toBeVisible();
  await stack.restartBroker();
  await hosted.pay();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  expect(await portal.settled()).toHaveLength(1);
});

test('a payment made while the broker is down is found when it is back', async ({ portal, stack, sandbox }) => {
  await portal.open({ screen: 'simple-collect', display: 'popup' });
  const hosted = await portal.start();
  await expect(hosted.root.getByLabel('Card number')).toBeVisible();
  await stack.restartBroker(() => hosted.pay());
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  const [settled] = await portal.settled();
  expect(await sandbox.payment(settled!.detail['transactionId'] as string)).toMatchObject({ approvedCents: 125_00 });
});

test('a reload in mid-payment finds the payment again', async ({ portal }) => {
  await portal.open({ screen: 'simple-collect', display: 'popup' });
  const hosted = await portal.start();
  await expect(hosted.root.getByLabel('Card number')).toBeVisible();
  await portal.page.reload();
  await hosted.pay();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  expect(await portal.settled()).toHaveLength(1);
});

test('two tabs that open the same balance at once get one session', async ({ stack, portal: _fresh }) => {
  const open = async () => {
    const answer = await fetch(`${stack.demo}/api/accounts/alvarez/collect`, { method: 'POST' });
    return (await answer.json()) as { readonly id: string; readonly clientSecret: string };
  };
  const [one, other] = await Promise.all([open(), open()]);
  expect(one.id).toMatch(/^ps_/);
  expect(other).toEqual(one);
});
