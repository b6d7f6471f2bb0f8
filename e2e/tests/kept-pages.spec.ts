import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { recordDocuments } from '../matrix/record.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';
import { documentedPolicy, openStrictPage } from '../pages/strict-page.ts';

const guide = readFileSync(new URL('../../docs/embed.md', import.meta.url), 'utf8');
const session = '/api/accounts/alvarez/collect?screen=simple-collect';

// The page is answered by the test, so Chromium takes it for one from the internet, and asks before it lets such a page call this machine.
test.use({ permissions: ['local-network-access'] });
// Fresh balances.
test.beforeEach(({ portal: _portal }) => undefined);

/** What each coming back took: from `pageshow` of a kept page until the widget shows something that the broker says. By the page's clock. */
const timing = `(() => {
  globalThis.comingBackMs = [];
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    const since = performance.now();
    const look = () => {
      const words = document.querySelector('collect-payment').shadowRoot.textContent;
      if (/Paid|Take over|Pay /.test(words)) globalThis.comingBackMs.push(Math.round(performance.now() - since));
      else requestAnimationFrame(look);
    };
    look();
  });
})()`;

/** The person goes on to another page of the clinic's, and comes back by the browser. The page is the very one that was left. */
async function goOnAndBack(page: Page, away: string, whileAway: () => Promise<unknown> = async () => undefined): Promise<void> {
  await page.evaluate('globalThis.sameDocument = true');
  await page.goto(away);
  await whileAway();
  await page.goBack({ waitUntil: 'commit' });
  await expect.poll(() => page.evaluate('globalThis.sameDocument').catch(() => false)).toBe(true);
}

for (const display of ['embedded', 'incontext'] as const) {
  test(`a page that the browser kept shows the broker’s truth, and hears of the settlement once (${display})`, async ({
    page,
    context,
    stack,
    sandbox,
  }, { annotations }) => {
    const heard = await recordDocuments(context);
    await context.addInitScript({ content: timing });
    const body = `<collect-payment broker="${stack.broker}" session-url="${session}" display="${display}"></collect-payment>`;
    await openStrictPage(page, stack, documentedPolicy(guide, stack), 'collect-payment', body);
    const widget = page.locator('collect-payment');
    await widget.getByRole('button', { name: 'Pay $125.00' }).click();
    await new HostedScreen(widget.locator('iframe').contentFrame()).shown();

    // With InstaMed's page open, and a stream to the broker.
    await goOnAndBack(page, stack.demo);
    expect(heard.restored()).toBe(1);
    await expect(widget.locator('iframe')).toHaveCount(0);
    await widget.getByRole('button', { name: 'Take over' }).click();
    const hosted = widget.locator('iframe');
    await new HostedScreen(hosted.contentFrame()).shown();

    // Paid on while the page was away.
    const token = new URL((await hosted.getAttribute('src'))!).searchParams.get('token')!;
    await goOnAndBack(page, stack.demo, () => sandbox.payToken(token, { cardNumber: '4111111111111111', expiry: '12/39' }));
    await expect(widget.getByText('Paid $125.00').first()).toBeVisible();
    expect(heard.restored()).toBe(2);
    await expect.poll(() => heard.settlements()).toEqual([1]);

    // Settled, and told of.
    await goOnAndBack(page, stack.demo);
    await expect(widget.getByText('Paid $125.00').first()).toBeVisible();
    expect(heard.restored()).toBe(3);
    expect(heard.settlements()).toEqual([1]);
    expect(heard.repeats()).toEqual([]);
    expect(await sandbox.payments()).toHaveLength(1);

    const tookMs = await page.evaluate<readonly number[]>('globalThis.comingBackMs');
    expect(tookMs).toHaveLength(3);
    annotations.push({
      type: 'tried',
      description: JSON.stringify({ surface: `pages kept for "back", ${display}`, count: 3, what: `shown after ${tookMs.join(', ')} ms` }),
    });
  });
}
