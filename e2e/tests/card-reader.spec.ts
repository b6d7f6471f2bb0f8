import type { CDPSession, Page } from '@playwright/test';
import { expect, test as base } from '../fixtures/test.ts';
import { StaffPage } from '../pages/staff-page.ts';

const test = base.extend<{ staff: StaffPage }>({
  staff: async ({ page, stack, portal: _fresh }, use) => use(new StaffPage(page, stack.demo)),
});

test('a clerk pairs the reader once, and sees it come, go and be swapped', async ({ staff }) => {
  await staff.open();
  await expect(staff.readerState).toContainText('No card reader');
  await expect(staff.row('visit-1').getByRole('button', { name: /^Read a card/ })).toBeHidden();
  await staff.pair();
  await expect(staff.readerState).toHaveText('MagTek DynaFlex is ready.');
  await expect(staff.row('visit-1').getByRole('button', { name: /^Read a card/ })).toHaveText('Read card (DynaFlex)');
  await staff.press('Unplug');
  await expect(staff.readerState).toContainText('No card reader');
  await staff.press('Plug in');
  await expect(staff.readerState).toHaveText('MagTek DynaFlex is ready.');
  await staff.press('Swap for another');
  await expect(staff.readerState).toHaveText('ID TECH Augusta is ready.');
});

for (const way of ['Insert card', 'Tap card', 'Swipe, chip unreadable']) {
  test(`a copay is paid by the reader (${way}), and the row turns paid`, async ({ staff, sandbox }) => {
    const before = (await sandbox.payments()).length;
    await staff.open();
    await staff.pair();
    await staff.askForCard('visit-1');
    await staff.press(way);
    await expect(staff.news).toHaveText('Approved.');
    await staff.page.getByRole('button', { name: 'Done' }).click();
    await expect(staff.row('visit-1').getByText('Paid')).toBeVisible();
    const [payment] = (await sandbox.payments()).slice(before);
    expect(payment).toMatchObject({ approvedCents: 3_000, device: { name: 'DynaFlex', serialNumber: 'B5A1F2C' } });
  });
}

test('a card that is declined is told so, and another try is a new payment', async ({ staff, sandbox }) => {
  const before = (await sandbox.payments()).length;
  await staff.open();
  await staff.pair();
  await staff.askForCard('visit-3');
  await staff.press('Insert card');
  await expect(staff.news).toHaveText('The card was declined. No money was taken.');
  await staff.page.getByRole('button', { name: 'Done' }).click();
  await expect(staff.row('visit-3').getByRole('button', { name: /^Collect/ })).toBeVisible();
  expect((await sandbox.payments()).slice(before)).toMatchObject([{ transactionStatus: 'D', approvedCents: 0 }]);
});

test('a reader that is pulled out while it waits ends the wait, and takes nothing', async ({ staff, sandbox }) => {
  const before = (await sandbox.payments()).length;
  await staff.open();
  await staff.pair();
  await staff.askForCard('visit-1');
  await staff.press('Unplug');
  await expect(staff.news).toContainText('The reader was unplugged');
  expect(await sandbox.payments()).toHaveLength(before);
  // Another reader takes over.
  await staff.press('Swap for another');
  await staff.page.getByRole('button', { name: 'Done' }).click();
  await staff.askForCard('visit-1');
  await staff.press('Insert card');
  await expect(staff.news).toHaveText('Approved.');
});

test('a payment whose answer is lost is never called unpaid', async ({ staff, sandbox }) => {
  await staff.open();
  await staff.pair();
  await sandbox.strike({ 'sale-500': 1 });
  await staff.askForCard('visit-1');
  await staff.press('Insert card');
  await expect(staff.news).toContainText('Do not collect it again');
});

test('a browser without WebHID and WebUSB says so, and payment goes on', async ({ staff, page }) => {
  await page.addInitScript(() => {
    for (const api of ['hid', 'usb']) delete (Navigator.prototype as unknown as Record<string, unknown>)[api];
  });
  await staff.open('own');
  await expect(staff.readerState).toHaveText('This browser cannot see card readers. Payment goes on without.');
  await expect(staff.row('visit-1').getByRole('button', { name: /^Collect/ })).toBeEnabled();
});

test('a page whose policy forbids readers shows the header that is missing', async ({ staff, page, stack }) => {
  await page.route(`${stack.demo}/staff?*`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'permissions-policy': 'hid=(), usb=()' } });
  });
  await staff.open();
  await expect(staff.missing).toHaveText('Permissions-Policy: usb=(self), hid=(self)');
});

test('a frame that is not allowed readers shows the attribute that is missing', async ({ page, stack }) => {
  await page.route(`${stack.demo}/around`, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="/staff?reader=simulated" allow="hid 'none'; usb 'none'"></iframe>` }),
  );
  await page.route(`${stack.demo}/staff?*`, async (route) => {
    const response = await route.fetch();
    const { 'content-security-policy': _csp, 'permissions-policy': _policy, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.goto(`${stack.demo}/around`);
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('#reader-lines')).toHaveText('allow="usb; hid"');
  await expect(frame.locator('#reader-state')).toContainText('Payment goes on without.');
});

/** Every string that this page has in memory. */
async function memoryOf(page: Page): Promise<string> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void chunks.push(chunk));
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await cdp.detach();
  return chunks.join('');
}

/** The simulated reader's clear track, as text, without its signs, and as hexadecimal in either case. */
const track = '4111111111111111=30121010000012345678';
const hex = Buffer.from(track).toString('hex');
const traces = [
  track,
  '4111111111111111',
  hex.slice(0, 32),
  hex.slice(0, 32).toUpperCase(),
  Buffer.from(track).toString('base64').slice(0, 20),
];

test('a card read in the clear is refused, and left nowhere: not in memory, requests, storage or the console', async ({ staff, page }) => {
  const seen: string[] = [];
  page.on('request', (request) => seen.push(`${request.url()} ${request.postData() ?? ''}`));
  page.on('console', (message) => seen.push(message.text()));
  await staff.open();
  // What the search must find, lest it find nothing because it cannot.
  await page.evaluate(() => Object.assign(globalThis, { planted: ['planted', 'in', String(6 * 7)].join('-') }));
  await staff.pair();
  await staff.askForCard('visit-1');
  await staff.press('Swipe in the clear');
  await expect(staff.news).toContainText('not encrypted');
  const memory = await memoryOf(page);
  expect(memory).toContain('planted-in-42');
  const stored = await page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');
  const everything = [memory, stored, ...seen, await page.content()].join('\n');
  expect(traces.filter((trace) => everything.includes(trace))).toEqual([]);
  expect(seen.filter((request) => request.includes('card-read'))).toEqual([]);
});
