import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Stack } from '@collect-payment/demo/stack';
import { projects } from '../consumers/projects.ts';
import { expect, test as base } from '../fixtures/consumer-test.ts';
import { listenForViolations } from '../fixtures/violations.ts';
import { openConsumer } from '../pages/consumer-page.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';
import { documentedPolicy } from '../pages/strict-page.ts';

type Scripts = ReadonlyMap<string, string>;

const test = base.extend<object, { readonly loading: Scripts }>({
  loading: [async ({ consumers }, use) => use(await consumers.build('loading', projects.loading)), { scope: 'worker', timeout: 180_000 }],
});

const guide = readFileSync(new URL('../../docs/embed.md', import.meta.url), 'utf8');
const policyOf = (stack: Stack) => documentedPolicy(guide, stack).replace("script-src 'self'", `script-src 'self' ${stack.broker}`);
const moduleTag = '<script type="module" src="/consumer/main.js"></script>';

// The page is answered by the test, so Chromium takes it for one from the internet, and asks before it lets such a page call this machine.
test.use({ permissions: ['local-network-access'] });
// Nothing is judged by its time.
test.setTimeout(300_000);
// Fresh balances.
test.beforeEach(({ portal: _portal }) => undefined);

/** A page that has the loader twice, as two bundles bring it. */
async function openLoading(page: Page, stack: Stack, scripts: Scripts, policy = policyOf(stack)): Promise<void> {
  const twice = new Map([...scripts, ['second.js', scripts.get('main.js')!]]);
  const head = `${moduleTag}<script type="module" src="/consumer/second.js"></script>`;
  await openConsumer(page, stack, { policy, head, scripts: twice });
  await page.waitForFunction('window.copies?.length === 2');
}

/** Calls the loader and tells what it answered. */
const load = (page: Page, options: object, copy = 0): Promise<unknown> =>
  page.evaluate(`window.copies[${copy}](${JSON.stringify(options)}).then((element) => element.name.length > 0, ({ code }) => code)`);
const tags = (page: Page) => page.locator('head script[integrity]');

test('the page of the guide loads the element from the broker, by its digest, and takes a payment under the documented policy', async ({
  page,
  context,
  stack,
  consumers,
}) => {
  const scripts = await consumers.build('loader', projects.loader);
  const violations = await listenForViolations(context);
  await openConsumer(page, stack, { policy: policyOf(stack), head: moduleTag, scripts });
  const widget = page.locator('collect-payment');
  await widget.getByRole('button', { name: 'Pay $125.00' }).click();
  await new HostedScreen(widget.locator('iframe').contentFrame()).pay();
  await expect(page.locator('#told')).toHaveText('Thank you for $125.00.');
  expect(violations).toEqual([]);
});

test('a page has one tag for each element, however often and from how many bundles it is asked for', async ({
  page,
  context,
  stack,
  loading,
}) => {
  const violations = await listenForViolations(context);
  const policy = `${policyOf(stack)}; trusted-types lit-html collect-payment-loader`;
  await openLoading(page, stack, loading, policy);
  const from = `${stack.broker}/widget`;
  expect(await Promise.all([load(page, { from }), load(page, { from }), load(page, { from }, 1)])).toEqual([true, true, true]);
  expect(await load(page, { from })).toBe(true);
  await expect(tags(page)).toHaveCount(1);
  expect(await load(page, { from, element: 'collect-payment-frame' }, 1)).toBe(true);
  await expect(tags(page)).toHaveCount(2);
  await expect(tags(page).first()).toHaveAttribute('crossorigin', 'anonymous');
  expect(violations).toEqual([]);
});

test('a script of other bytes is not run, and its tag is taken away', async ({ page, stack, loading }) => {
  await openLoading(page, stack, loading);
  const from = `${stack.broker}/widget/`;
  await page.route(`${from}**`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()};` });
  });
  expect(await load(page, { from })).toBe('ERR_LOADER_SCRIPT');
  await expect(tags(page)).toHaveCount(0);
  expect(await page.evaluate("customElements.get('collect-payment') === undefined")).toBe(true);
});

test('what could not be reached is tried anew by a later call', async ({ page, stack, loading }) => {
  await openLoading(page, stack, loading);
  const from = `${stack.broker}/widget/`;
  await page.route(`${from}**`, (route) => route.abort('connectionrefused'));
  expect(await load(page, { from })).toBe('ERR_LOADER_SCRIPT');
  await page.unroute(`${from}**`);
  expect(await load(page, { from })).toBe(true);
});

test('what keeps the element away is told by a code', async ({ page, stack, loading }) => {
  await openLoading(page, stack, loading);
  const from = `${stack.broker}/widget/`;
  for (const wrong of ['', 'ftp://broker.example.org/', 'javascript:alert(1)', 'http://[']) {
    expect(await load(page, { from: wrong }), wrong).toBe('ERR_LOADER_ADDRESS');
  }
  expect(await load(page, { from: `${stack.broker}/elsewhere/` })).toBe('ERR_LOADER_SCRIPT');
  expect(await load(page, { from: `${stack.sandbox}/widget/` }), 'refused by script-src').toBe('ERR_LOADER_SCRIPT');
  await page.evaluate('customElements.define = () => undefined');
  expect(await load(page, { from })).toBe('ERR_LOADER_ELEMENT');
  await expect(tags(page)).toHaveCount(0);
});

test('a page whose list of Trusted Types policies has no place for the loader is told so', async ({ page, stack, loading }) => {
  await openLoading(page, stack, loading, `${policyOf(stack)}; trusted-types lit-html`);
  expect(await load(page, { from: `${stack.broker}/widget/` })).toBe('ERR_LOADER_TRUSTED_TYPES');
});
