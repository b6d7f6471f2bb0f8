import type { Locator } from '@playwright/test';
import { askBroker, sessionsSince, type Session } from '../fixtures/clinic-server.ts';
import { expect, test } from '../fixtures/test.ts';
import { DuplicateNotice } from '../pages/duplicate-notice.ts';
import { HostedScreen, visa } from '../pages/hosted-screen.ts';
import { PortalPage } from '../pages/portal-page.ts';

const statuses = (sessions: readonly Session[]) => sessions.map(({ status }) => status);

const tokenOf = async (frame: Locator) => new URL((await frame.getAttribute('src')) ?? '').searchParams.get('token') ?? '';

async function cancelOpened(portal: PortalPage): Promise<string> {
  const hosted = await portal.start();
  await hosted.root.getByLabel('Card number').waitFor();
  const token = await tokenOf(portal.widget.locator('iframe'));
  await portal.widget.getByRole('button', { name: 'Cancel payment' }).click();
  await expect(portal.shows('Cancel this payment?')).toBeVisible();
  await portal.widget.getByRole('button', { name: 'Cancel payment' }).click();
  await expect(portal.shows('Payment canceled. No money was taken.')).toBeVisible();
  return token;
}

// The ledger is the worker's; what earlier tests paid is not to be counted here.
test.beforeEach(async ({ sandbox }) => {
  await sandbox.reset();
});

test('two tabs of the portal join one session, and one charge results', async ({ portal, context, stack, sandbox }) => {
  const sessions = await sessionsSince(stack);
  const other = new PortalPage(await context.newPage(), stack.demo);
  const choice = { screen: 'simple-collect' } as const;
  await Promise.all([portal.open(choice), other.open(choice)]);
  const hosted = await portal.start();
  await hosted.root.getByLabel('Card number').waitFor();
  const token = await tokenOf(portal.widget.locator('iframe'));
  await other.page.reload();
  await other.widget.getByRole('button', { name: 'Take over' }).click();
  expect(await tokenOf(other.widget.locator('iframe'))).toBe(token);
  await new HostedScreen(other.widget.locator('iframe').contentFrame()).pay();
  await expect(other.shows('Paid $125.00')).toBeVisible();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  await expect(portal.balance).toHaveText('$0.00');
  expect(statuses(await sessions())).toEqual(['approved']);
  expect(await sandbox.payments()).toMatchObject([{ approvedCents: 125_00 }]);
});

test('two clerks on one row join one session, and the second sees the payment of the first', async ({
  context,
  stack,
  sandbox,
  portal: _fresh,
}) => {
  const sessions = await sessionsSince(stack);
  const clerk = async () => {
    const page = await context.newPage();
    await page.goto(`${stack.demo}/staff`);
    await page.locator('tr[data-account="visit-1"]').getByRole('button').click();
    return page.frameLocator('collect-payment-frame iframe').locator('collect-payment');
  };
  const one = await clerk();
  const other = await clerk();
  await other.getByRole('button', { name: 'Collect $30.00' }).waitFor();
  await one.getByRole('button', { name: 'Collect $30.00' }).click();
  await new HostedScreen(one.locator('iframe').contentFrame()).pay();
  await expect(one.getByText('Paid $30.00').first()).toBeVisible();
  await other.getByRole('button', { name: 'Collect $30.00' }).click();
  await expect(other.getByText('Paid $30.00').first()).toBeVisible();
  expect(statuses(await sessions())).toEqual(['approved']);
  expect(await sandbox.payments()).toHaveLength(1);
});

test('a reload in mid-payment joins the payment, and a reload after it shows it', async ({ portal, stack, sandbox }) => {
  const sessions = await sessionsSince(stack);
  await portal.open({ screen: 'simple-collect' });
  await (await portal.start()).root.getByLabel('Card number').waitFor();
  await portal.page.reload();
  await portal.widget.getByRole('button', { name: 'Take over' }).click();
  await new HostedScreen(portal.widget.locator('iframe').contentFrame()).pay();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  await expect(portal.balance).toHaveText('$0.00');
  await portal.page.reload();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  expect(statuses(await sessions())).toEqual(['approved']);
  expect(await sandbox.payments()).toHaveLength(1);
});

for (const display of ['embedded', 'popup'] as const) {
  test(`paying again after the cancel of an opened page warns, and the new payment is the patient’s to choose (${display})`, async ({
    portal,
    stack,
  }) => {
    const sessions = await sessionsSince(stack);
    const notice = new DuplicateNotice(portal.page);
    await portal.open({ screen: 'simple-collect' });
    await cancelOpened(portal);
    await portal.widget.getByRole('button', { name: 'Pay $125.00' }).click();
    await expect(notice.root).toContainText('A payment of $125.00 was stopped');
    await expect(notice.back).toBeFocused();
    await expect(portal.widget).toBeHidden();
    expect(statuses(await sessions())).toEqual(['canceled']);

    await notice.back.click();
    await expect(portal.shows('Payment canceled. No money was taken.')).toBeVisible();
    await expect(notice.root).toBeHidden();
    expect(statuses(await sessions())).toEqual(['canceled']);

    // A reload asks for a session as well, and is told the same.
    await portal.open({ screen: 'simple-collect', display });
    await expect(notice.root).toContainText('may still come through');
    await notice.anew.click();
    await (await portal.start()).pay();
    await expect(portal.shows('Paid $125.00')).toBeVisible();
    await expect(portal.balance).toHaveText('$0.00');
    expect(statuses(await sessions()).toSorted()).toEqual(['approved', 'canceled']);
  });
}

test('a decision counts once: the next cancel of an opened page is warned of again', async ({ portal, stack }) => {
  const sessions = await sessionsSince(stack);
  const notice = new DuplicateNotice(portal.page);
  await portal.open({ screen: 'simple-collect' });
  for (const canceled of [1, 2]) {
    await cancelOpened(portal);
    await portal.widget.getByRole('button', { name: 'Pay $125.00' }).click();
    await expect(notice.root).toBeVisible();
    expect(statuses(await sessions())).toEqual(Array.from({ length: canceled }, () => 'canceled'));
    await notice.anew.click();
    await portal.widget.getByRole('button', { name: 'Pay $125.00' }).waitFor();
  }
});

test('a tab that canceled its payment shows the one that was made in another tab since', async ({ portal, context, stack, sandbox }) => {
  await portal.open({ screen: 'simple-collect' });
  await cancelOpened(portal);
  const other = new PortalPage(await context.newPage(), stack.demo);
  await other.open({ screen: 'simple-collect' });
  await new DuplicateNotice(other.page).anew.click();
  await (await other.start()).pay();
  await expect(other.shows('Paid $125.00')).toBeVisible();
  await portal.widget.getByRole('button', { name: 'Pay $125.00' }).click();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  expect(await sandbox.payments()).toHaveLength(1);
});

test('the notice gives way when the canceled page is paid after all', async ({ portal, stack, sandbox }) => {
  const sessions = await sessionsSince(stack);
  const notice = new DuplicateNotice(portal.page);
  await portal.open({ screen: 'simple-collect' });
  const token = await cancelOpened(portal);
  await portal.widget.getByRole('button', { name: 'Pay $125.00' }).click();
  await expect(notice.root).toBeVisible();
  await sandbox.payToken(token, { cardNumber: visa.number, expiry: visa.expiry });
  const [canceled] = await sessions();
  await askBroker(stack, `/payment-sessions/${canceled!.id}/check`, {});
  await expect(notice.root).toBeHidden();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  await expect(portal.balance).toHaveText('$0.00');
});

test('a page on other terms is replaced while nobody opened it, and gone on with or paid beside once it is', async ({ portal, stack }) => {
  const sessions = await sessionsSince(stack);
  const notice = new DuplicateNotice(portal.page);
  await portal.open({ screen: 'simple-collect' });
  await portal.widget.getByRole('button', { name: 'Pay $125.00' }).waitFor();
  await portal.open({ screen: 'standard-collect' });
  await (await portal.start()).root.getByLabel('Card number').waitFor();
  await portal.open({ screen: 'simple-collect' });
  await expect(notice.root).toContainText('A payment is already under way.');
  await notice.back.click();
  await expect(portal.shows('This payment is open in another window.')).toBeVisible();
  expect(statuses(await sessions()).toSorted()).toEqual(['canceled', 'open']);
  await portal.page.reload();
  await notice.anew.click();
  await (await portal.start()).root.getByLabel('Card number').waitFor();
  expect(statuses(await sessions()).toSorted()).toEqual(['canceled', 'open', 'open']);
});

for (const reader of ['patient', 'clerk'] as const) {
  test(`what another system of the clinic’s took a short while ago is told to the ${reader}, who may collect all the same`, async ({
    page,
    stack,
    sandbox,
    portal,
  }) => {
    const id = reader === 'patient' ? 'alvarez' : 'visit-1';
    const account = (await (await fetch(`${stack.demo}/api/accounts/${id}`)).json()) as Record<'patientId' | 'invoice' | 'balance', string>;
    const session = await askBroker<Session>(stack, '/payment-sessions', {
      screen: 'simple-collect',
      amount: { value: account.balance, currency: 'USD' },
      patient: { id: account.patientId },
      invoice: account.invoice,
    });
    const { url } = await askBroker<{ url: string }>(stack, `/payment-sessions/${session.id}/launch`, {});
    await sandbox.payToken(new URL(url).searchParams.get('token') ?? '', { cardNumber: visa.number, expiry: visa.expiry });
    await askBroker(stack, `/payment-sessions/${session.id}/check`, {});
    await expect.poll(async () => (await askBroker<Session>(stack, `/payment-sessions/${session.id}`)).status).toBe('approved');

    if (reader === 'patient') await portal.open();
    else {
      await page.goto(`${stack.demo}/staff`);
      await page.locator(`tr[data-account="${id}"]`).getByRole('button').click();
    }
    const place = reader === 'patient' ? page : page.frameLocator('collect-payment-frame iframe');
    const notice = new DuplicateNotice(page);
    await expect(notice.root).toContainText('This was paid a short while ago.');
    await expect(notice.root).toContainText(`$${account.balance}`);
    await notice.back.click();
    await expect(notice.root).toContainText('This was paid a short while ago.');
    await notice.anew.click();
    await expect(place.locator('collect-payment').getByRole('button', { name: `$${account.balance}` })).toBeVisible();
  });
}
