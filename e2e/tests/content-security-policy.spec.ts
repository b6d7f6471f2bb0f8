import { readFileSync } from 'node:fs';
import type { FrameLocator, Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { listenForViolations } from '../fixtures/violations.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';
import { documentedPolicy, openStrictPage } from '../pages/strict-page.ts';

const guide = readFileSync(new URL('../../docs/embed.md', import.meta.url), 'utf8');
const session = '/api/accounts/alvarez/collect?screen=simple-collect';
const displays = ['embedded', 'incontext', 'popup', 'redirect'] as const;
const pay = { name: 'Pay $125.00' };

/** The element of a page that has it, and of one that frames the broker's page. */
const kinds = [
  { tag: 'collect-payment', widgetIn: (page: Page): Page | FrameLocator => page },
  { tag: 'collect-payment-frame', widgetIn: (page: Page): Page | FrameLocator => page.frameLocator('collect-payment-frame iframe') },
] as const;

// The strict page is answered by the test, so Chromium takes it for one from the internet, and asks before it lets such a page call this machine.
test.use({ permissions: ['local-network-access'] });
// Nothing is judged by its time.
test.setTimeout(180_000);

// Fresh balances.
test.beforeEach(({ portal: _portal }) => undefined);

for (const { tag, widgetIn } of kinds) {
  for (const display of displays) {
    test(`<${tag}> takes a payment by ${display} under the documented policy, and nothing is refused`, async ({ page, context, stack }) => {
      const violations = await listenForViolations(context);
      const body = `<${tag} broker="${stack.broker}" session-url="${session}" display="${display}"></${tag}>`;
      await openStrictPage(page, stack, documentedPolicy(guide, stack), tag, body);
      const widget = widgetIn(page).locator('collect-payment');
      const start = widget.getByRole('button', pay);

      if (display === 'redirect') {
        await start.click();
        await new HostedScreen(page).pay();
        await expect(page.getByRole('status')).toContainText('The payment page is done.');
        await page.goto(`${stack.demo}/strict`);
      } else if (display === 'popup') {
        const opening = page.waitForEvent('popup');
        await start.click();
        await new HostedScreen(await opening).pay();
      } else {
        await start.click();
        await new HostedScreen(widget.locator('iframe').contentFrame()).pay();
      }
      await expect(widget.getByText('Paid $125.00').first()).toBeVisible();
      await widget.getByRole('button', { name: 'Receipt', exact: true }).click();
      await expect(widget.getByText('Requested').first()).toBeVisible();
      await widget.getByRole('button', { name: 'Print' }).click();
      expect(violations).toEqual([]);
    });
  }
}

for (const path of ['/', '/portal?display=popup', '/staff', '/looks', '/playground', '/docs/embed']) {
  test(`a page of the demo’s is refused nothing under its own policy: ${path}`, async ({ page, context, stack }) => {
    const violations = await listenForViolations(context);
    await page.goto(stack.demo + path, { waitUntil: 'networkidle' });
    expect(violations).toEqual([]);
  });
}

test('a refusal would be noticed: by the page’s own policy, and by that of the broker’s page in its frame', async ({
  page,
  context,
  stack,
}) => {
  const violations = await listenForViolations(context);
  const body = `<collect-payment-frame broker="${stack.broker}" session-url="${session}"></collect-payment-frame>`;
  await openStrictPage(page, stack, documentedPolicy(guide, stack), 'collect-payment-frame', body);
  await page.frameLocator('collect-payment-frame iframe').locator('collect-payment').getByRole('button', pay).waitFor();
  const frame = page.frames().find((each) => each.url().startsWith(`${stack.broker}/embed/`));
  for (const place of [page, frame]) {
    await place?.evaluate(`(() => { const image = new Image(); image.src = 'https://stranger.example/x'; })()`);
    await place?.evaluate(`(() => { try { document.createElement('div').innerHTML = '<b>'; } catch {} })()`);
  }
  await expect
    .poll(() => violations.filter((text) => text.startsWith('violation: ')).map((text) => text.split(' ')[1]))
    .toEqual(expect.arrayContaining(['img-src', 'require-trusted-types-for']));
  expect(violations.some((text) => text.includes(`${stack.demo}/strict`))).toBe(true);
  expect(violations.some((text) => text.includes(`${stack.broker}/embed/`))).toBe(true);
});
