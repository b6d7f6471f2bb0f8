import type { Page } from '@playwright/test';
import { axeFindings } from '../fixtures/axe-findings.ts';
import { expect, test } from '../fixtures/test.ts';
import { PortalPage } from '../pages/portal-page.ts';

// Nothing is judged by its time, and axe takes long on a busy machine.
test.setTimeout(180_000);

/** No horizontal scroll bar at this width. */
async function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

const paths = ['/', '/portal', '/portal?lang=es&account=obrien', '/staff', '/payments', '/looks', '/playground', '/docs/webhooks'];

test('no document is wider than a small screen', async ({ page, stack }) => {
  await page.setViewportSize({ width: 360, height: 900 });
  await page.goto(`${stack.demo}/docs/readme`);
  const links = await page.getByRole('navigation', { name: 'Documents' }).getByRole('link').all();
  expect(links.length).toBeGreaterThan(40);
  for (const path of await Promise.all(links.map((link) => link.getAttribute('href')))) {
    await page.goto(stack.demo + path!);
    expect(await overflow(page), path!).toBe(0);
  }
});

for (const width of [360, 1280]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`at ${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height: 900 }, colorScheme });

      test('axe finds nothing on the demo’s pages', async ({ page, stack }) => {
        for (const path of paths) {
          await page.goto(stack.demo + path, { waitUntil: 'networkidle' });
          expect(await axeFindings(page), path).toEqual([]);
          expect(await overflow(page), path).toBe(0);
        }
      });

      test('axe finds nothing on the way of an approved payment', async ({ portal }) => {
        await portal.open({ screen: 'standard-collect' });
        await expect(portal.widget.getByRole('button', { name: 'Pay $125.00' })).toBeVisible();
        expect(await axeFindings(portal.page), 'idle').toEqual([]);
        const hosted = await portal.start();
        await hosted.root.getByLabel('Card number').waitFor();
        expect(await axeFindings(portal.page), 'open').toEqual([]);
        await hosted.pay();
        await expect(portal.shows('Paid $125.00')).toBeVisible();
        await portal.settled();
        expect(await axeFindings(portal.page), 'paid').toEqual([]);
        await portal.widget.getByRole('button', { name: 'Receipt', exact: true }).click();
        await expect(portal.shows('Requested')).toBeVisible();
        expect(await axeFindings(portal.page), 'receipt').toEqual([]);
        expect(await overflow(portal.page)).toBe(0);
      });

      test('axe finds nothing on a declined and a partly approved payment', async ({ portal }) => {
        for (const account of ['chen', 'obrien'] as const) {
          await portal.open({ account, screen: 'simple-collect', display: 'incontext' });
          const hosted = await portal.start();
          await hosted.root.getByLabel('Card number').waitFor();
          expect(await axeFindings(portal.page), `${account} open`).toEqual([]);
          await hosted.pay();
          await portal.settled();
          expect(await axeFindings(portal.page), `${account} settled`).toEqual([]);
        }
      });

      test('axe finds nothing on the notice that an earlier payment may still come through', async ({ portal }) => {
        await portal.open({ screen: 'simple-collect' });
        await (await portal.start()).cancel();
        await portal.widget.getByRole('button', { name: 'Pay $125.00' }).click();
        await expect(portal.page.getByRole('alert')).toContainText('The earlier payment may still come through.');
        expect(await axeFindings(portal.page)).toEqual([]);
        expect(await overflow(portal.page)).toBe(0);
      });

      test('axe finds nothing on the hosted screens', async ({ page, stack, portal, context }) => {
        await portal.open({ screen: 'standard-collect', display: 'popup' });
        const hosted = await portal.start();
        const window = context.pages()[1]!;
        await hosted.root.getByLabel('Card number').waitFor();
        expect(await axeFindings(window), 'form').toEqual([]);
        await hosted.pay({ number: '1', expiry: '', securityCode: '' });
        await hosted.root.getByRole('alert').waitFor();
        expect(await axeFindings(window), 'problems').toEqual([]);
        await hosted.pay();
        await hosted.root.getByRole('heading', { name: /^Paid/ }).waitFor();
        expect(await axeFindings(window), 'receipt').toEqual([]);
        expect(await overflow(window)).toBe(0);
        await page.goto(stack.sandbox);
        expect(await axeFindings(page), 'sandbox index').toEqual([]);
      });
    });
  }
}

test('the whole way is done with the keyboard', async ({ page, stack, portal: _fresh }) => {
  const portal = new PortalPage(page, stack.demo);
  await portal.open({ screen: 'simple-collect' });
  await portal.widget.getByRole('button', { name: 'Pay $125.00' }).press('Enter');
  const root = portal.widget.locator('iframe').contentFrame();
  await root.getByLabel('Card number').focus();
  await page.keyboard.type('4111111111111111');
  await page.keyboard.press('Tab');
  await page.keyboard.type('12/39');
  await page.keyboard.press('Tab');
  await page.keyboard.type('123');
  await page.keyboard.press('Enter');
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  await portal.widget.getByRole('button', { name: 'Receipt', exact: true }).press('Enter');
  await expect(portal.shows('Requested')).toBeVisible();
});
