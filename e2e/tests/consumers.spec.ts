import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { fromGuide, projects } from '../consumers/projects.ts';
import { expect, test } from '../fixtures/consumer-test.ts';
import { listenForViolations } from '../fixtures/violations.ts';
import { openConsumer } from '../pages/consumer-page.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';
import { documentedPolicy, scriptTag } from '../pages/strict-page.ts';

const guide = readFileSync(new URL('../../docs/embed.md', import.meta.url), 'utf8');
const moduleTag = '<script type="module" src="/consumer/main.js"></script>';

// The page is answered by the test, so Chromium takes it for one from the internet, and asks before it lets such a page call this machine.
test.use({ permissions: ['local-network-access'] });
// Nothing is judged by its time.
test.setTimeout(300_000);
// Fresh balances.
test.beforeEach(({ portal: _portal }) => undefined);

async function payAndRead(page: Page): Promise<void> {
  const widget = page.locator('collect-payment');
  await expect(widget.getByText('Invoice INV-2001')).toBeVisible();
  await widget.getByRole('button', { name: 'Pay $125.00' }).click();
  await new HostedScreen(widget.locator('iframe').contentFrame()).pay();
  await expect(widget.getByText('Paid $125.00').first()).toBeVisible();
  await expect(page.locator('#told', { hasText: 'Thank you for $125.00.' })).toBeVisible();
}

for (const name of ['react', 'vue', 'angular'] as const) {
  test(`the page of the guide for ${name}, built from the packed package, compiles and takes a payment under the documented policy`, async ({
    page,
    context,
    stack,
    consumers,
  }) => {
    const scripts = await consumers.build(name, projects[name]);
    const violations = await listenForViolations(context);
    await openConsumer(page, stack, { policy: documentedPolicy(guide, stack), head: moduleTag, scripts });
    await payAndRead(page);
    expect(violations).toEqual([]);
  });
}

test('the page of the guide for plain HTML takes a payment by the tag with its digest', async ({ page, context, stack }) => {
  const html = fromGuide('html', '<!doctype html>');
  const tag = await scriptTag(stack, 'collect-payment');
  const documented = /<script src="\/widget\/collect-payment@[^>]+><\/script>/;
  expect(html).toMatch(documented);
  const violations = await listenForViolations(context);
  const address = `${stack.demo}/bill`;
  const body = html.replace(documented, tag.replace('></script>', ' defer></script>')).replace('https://broker.example.org', stack.broker);
  const headers = { 'content-security-policy': documentedPolicy(guide, stack) };
  await page.route(address, (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8', headers }));
  await page.route(`${stack.demo}/pay.js`, (route) => route.fulfill({ body: fromGuide('html', 'pay.js'), contentType: 'text/javascript' }));
  await page.route(`${stack.demo}/api/collect`, (route) =>
    route.continue({ url: `${stack.demo}/api/accounts/alvarez/collect?screen=simple-collect` }),
  );
  await page.goto(address);
  await payAndRead(page);
  expect(violations).toEqual([]);
});
