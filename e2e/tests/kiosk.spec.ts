import { readFileSync } from 'node:fs';
import type { Stack } from '@collect-payment/demo/stack';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { left, nothing } from '../fixtures/traces.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';
import { documentedPolicy, openStrictPage } from '../pages/strict-page.ts';

const guide = readFileSync(new URL('../../docs/embed.md', import.meta.url), 'utf8');
const session = '/api/accounts/alvarez/collect?screen=simple-collect';
const personal = /Maria|Alvarez|P-10240|INV-|125|1111|Visa|ps_|cs_/;

// The page is answered by the test, so Chromium takes it for one from the internet, and asks before it lets such a page call this machine.
test.use({ permissions: ['local-network-access'] });
// Fresh balances.
test.beforeEach(({ portal: _portal }) => undefined);

/** All that the page says, in its shadow roots too; as markup, so that attributes count. */
const everything = `(() => {
  const inside = (root) => root.innerHTML + [...root.querySelectorAll('*')].map(({ shadowRoot }) => (shadowRoot ? inside(shadowRoot) : '')).join('');
  return inside(document.body);
})()`;
const said = (page: Page) => page.evaluate<string>(everything);
const kept = async (page: Page): Promise<unknown> => JSON.parse(await page.evaluate<string>(left));

/** The kiosk, with the receipt of a payment on it. */
async function showReceipt(page: Page, stack: Stack): Promise<Locator> {
  const body = `<collect-payment broker="${stack.broker}" session-url="${session}" display="embedded"></collect-payment>`;
  await openStrictPage(page, stack, documentedPolicy(guide, stack), 'collect-payment', body);
  const widget = page.locator('collect-payment');
  await widget.getByRole('button', { name: 'Pay $125.00' }).click();
  await new HostedScreen(widget.locator('iframe').contentFrame()).pay();
  await widget.getByRole('button', { name: 'Receipt', exact: true }).click();
  await expect(widget.getByText('ending 1111')).toBeVisible();
  return widget;
}

test('a kiosk that puts the payment away keeps no name, amount or receipt: not on the page, in storage or behind "back"', async ({
  page,
  context,
  stack,
}) => {
  const widget = await showReceipt(page, stack);
  // What must go was there.
  for (const word of ['Maria', '125', '1111']) expect(await said(page)).toContain(word);

  // The person is gone: the clinic's server gives this page no session any more, and the page is loaded afresh or gone back to.
  await page.route(`${stack.demo}${session}`, (route) => route.fulfill({ status: 401, body: '{}' }));
  await page.goto(stack.demo);
  await page.goBack({ waitUntil: 'commit' });
  await expect(widget.getByText('ERR_SESSION_SOURCE').first()).toBeVisible();
  expect(await said(page)).not.toMatch(personal);
  expect(await kept(page)).toEqual(nothing);
  expect(await context.cookies()).toEqual([]);
  await page.reload();
  await expect(widget.getByText('ERR_SESSION_SOURCE').first()).toBeVisible();
  expect(await said(page)).not.toMatch(personal);
});

test('an element that the kiosk takes out leaves nothing on the page, and shows nothing of before in its place', async ({
  page,
  stack,
}) => {
  const widget = await showReceipt(page, stack);

  await page.route(`${stack.demo}${session}`, (route) => route.fulfill({ status: 401, body: '{}' }));
  await page.evaluate(`(() => {
    const old = document.querySelector('collect-payment');
    old.replaceWith(old.cloneNode());
  })()`);
  await expect(widget.getByText('ERR_SESSION_SOURCE').first()).toBeVisible();
  expect(await said(page)).not.toMatch(personal);
  expect(await kept(page)).toEqual(nothing);
});
