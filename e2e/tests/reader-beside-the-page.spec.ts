import type { Page } from '@playwright/test';
import type { Stack } from '@collect-payment/demo/stack';
import { expect, test } from '../fixtures/test.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';
import { StaffPage } from '../pages/staff-page.ts';
import { scriptTag } from '../pages/strict-page.ts';

// Nothing is judged by its time.
test.setTimeout(180_000);
// A page that is answered by the test counts as one from the internet, which has to ask before it calls this machine.
test.use({ permissions: ['local-network-access'] });

const device = { name: 'DynaFlex', serialNumber: 'B5A1F2C', firmwareVersion: '1000007001-AC-PCI' };

test('a clerk’s Collect names the paired reader to InstaMed’s page, which asks it for the card', async ({
  page,
  stack,
  sandbox,
  portal: _fresh,
}) => {
  const staff = new StaffPage(page, stack.demo);
  const before = (await sandbox.payments()).length;
  await staff.open();
  await staff.pair();
  await staff
    .row('visit-2')
    .getByRole('button', { name: /^Collect/ })
    .click();
  const widget = page.frameLocator('collect-payment-frame iframe').locator('collect-payment');
  await widget.getByRole('button', { name: 'Collect $45.00' }).click();
  const hosted = widget.locator('iframe').contentFrame();
  await expect(hosted.locator('[data-device]')).toHaveText('Insert or swipe the card at the DynaFlex (B5A1F2C).');
  await hosted.getByRole('button', { name: 'Simulate card read' }).click();
  await hosted.getByRole('button', { name: /^Collect/ }).click();
  await widget.getByRole('button', { name: 'Receipt' }).click();
  await expect(widget.getByText('Swipe DynaFlex B5A1F2C')).toBeVisible();
  expect((await sandbox.payments()).slice(before)).toMatchObject([{ approvedCents: 4_500, device }]);
});

test('after a card that the reader’s sale had declined, the patient pays by another tender on InstaMed’s page', async ({
  page,
  stack,
  sandbox,
  portal: _fresh,
}) => {
  const staff = new StaffPage(page, stack.demo);
  const before = (await sandbox.payments()).length;
  await staff.open();
  await staff.pair();
  await staff.askForCard('visit-3');
  await staff.press('Insert card');
  await expect(staff.news).toHaveText('The card was declined. No money was taken.');
  await page.getByRole('button', { name: 'Done' }).click();
  await staff
    .row('visit-3')
    .getByRole('button', { name: /^Collect/ })
    .click();
  const widget = page.frameLocator('collect-payment-frame iframe').locator('collect-payment');
  await widget.getByRole('button', { name: 'Collect $25.05' }).click();
  const hosted = new HostedScreen(widget.locator('iframe').contentFrame());
  await hosted.root.getByText('Cash', { exact: true }).click();
  await hosted.root.getByRole('button', { name: /^Collect/ }).click();
  await expect(widget.getByText('Paid $25.05').first()).toBeVisible();
  expect((await sandbox.payments()).slice(before)).toMatchObject([{ approvedCents: 0 }, { approvedCents: 2_505 }]);
});

/** A page of the clinic's with the widget, the element that tells of readers, and a simulated reader that is plugged in. */
async function openDesk(page: Page, stack: Stack, { display = 'embedded', screen = 'simple-collect', headers = {}, script = '' } = {}) {
  const url = `${stack.demo}/desk`;
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Desk</title>${await scriptTag(stack, 'collect-payment')}<body>
    <collect-payment broker="${stack.broker}" session-url="/api/accounts/visit-1/collect?screen=${screen}" display="${display}" audience="staff"
      ><collect-payment-readers slot="for"></collect-payment-readers></collect-payment>
    <script type="module">
      import { installSimulatedDesk, SimulatedDesk, SimulatedReader } from '/readers/simulated.js';
      const desk = new SimulatedDesk();
      const simulated = new SimulatedReader();
      ${script === 'none' ? '' : 'installSimulatedDesk(desk);'}
      desk.plug(simulated, { paired: ${script === 'reading'} });
      await import('/readers/collect-payment-readers.js');
      ${script === 'reading' ? reading : ''}
    </script>`;
  await page.route(url, (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8', headers }));
  await page.goto(url);
}

/** The page reads a card by itself, and tells how that ended, and whether it still has the reader then. */
const reading = `
  const { preflight } = await import('/readers/preflight.js');
  const { followHostedScreen, openReader } = await import('/readers/reader.js');
  const { readers } = await preflight(() => undefined).ready;
  const reader = openReader(readers[0], { bus: navigator.hid, hostedScreen: followHostedScreen(document) });
  const ask = () => reader.read({ requestedCents: 3000, timeoutMs: 60_000, onProgress: (step) => (document.body.dataset.reader = step) });
  const told = ({ code }) => tellTest(code + (desk.isHeld(simulated) ? ', held' : ', let go'));
  ask().catch(async (error) => {
    await told(error);
    await ask().catch(told);
  });
`;

const readers = (page: Page) => page.locator('collect-payment-readers');

test('beside the button a page says which reader there is, and pairs one', async ({ page, stack, portal: _fresh }) => {
  await openDesk(page, stack);
  await expect(readers(page).getByRole('status')).toContainText('No card reader.');
  await readers(page).getByRole('button', { name: 'Pair a reader' }).click();
  await expect(readers(page).getByRole('status')).toHaveText('MagTek DynaFlex is ready.');
  await expect(page.getByRole('button', { name: 'Collect $30.00' })).toBeVisible();
});

test('beside the button of Standard Collect nothing is said of readers', async ({ page, stack, portal: _fresh }) => {
  await openDesk(page, stack, { screen: 'standard-collect' });
  await expect(page.getByRole('button', { name: 'Collect $30.00' })).toBeVisible();
  await expect(readers(page).getByRole('status')).toBeHidden();
});

test('where the page’s policy forbids readers, the missing header is shown, and payment goes on', async ({
  page,
  stack,
  portal: _fresh,
}) => {
  await openDesk(page, stack, { headers: { 'permissions-policy': 'hid=(), usb=()' } });
  await expect(readers(page).locator('pre')).toHaveText('Permissions-Policy: usb=(self), hid=(self)');
  await expect(readers(page).getByRole('button')).toBeHidden();
  await page.getByRole('button', { name: 'Collect $30.00' }).click();
  await new HostedScreen(page.locator('collect-payment').locator('iframe').contentFrame()).pay();
  await expect(page.getByText('Paid $30.00').first()).toBeVisible();
  await expect(readers(page).getByRole('status')).toBeHidden();
});

test('in a browser that knows no readers it is said that payment goes on', async ({ page, stack, portal: _fresh }) => {
  await page.addInitScript(() => {
    for (const api of ['hid', 'usb']) delete (Navigator.prototype as unknown as Record<string, unknown>)[api];
  });
  await openDesk(page, stack, { script: 'none' });
  await expect(readers(page).getByRole('status')).toHaveText('This browser cannot see card readers. Payment goes on without.');
  await expect(page.getByRole('button', { name: 'Collect $30.00' })).toBeEnabled();
});

for (const display of ['embedded', 'incontext', 'popup', 'redirect']) {
  test(`a reader that the page is reading by is let go of when InstaMed’s page opens (${display}), and not taken while it is open`, async ({
    page,
    stack,
    portal: _fresh,
  }) => {
    const told: string[] = [];
    await page.exposeFunction('tellTest', (news: string) => void told.push(news));
    await openDesk(page, stack, { display, script: 'reading' });
    await expect(page.locator('body')).toHaveAttribute('data-reader', 'waiting');
    await page.getByRole('button', { name: 'Collect $30.00' }).click();
    await expect.poll(() => told).toEqual(['ERR_READER_BUSY, let go', 'ERR_READER_BUSY, let go']);
  });
}
