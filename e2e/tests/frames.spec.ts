import type { Page } from '@playwright/test';
import type { Stack } from '@collect-payment/demo/stack';
import { startStranger } from '../fixtures/strangers.ts';
import { expect, test } from '../fixtures/test.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';

// Nothing is judged by its time.
test.setTimeout(180_000);
// A page whose policy a test has taken away counts as one from the internet, which has to ask before it calls this machine.
test.use({ permissions: ['local-network-access'] });

interface Credentials {
  readonly id: string;
  readonly clientSecret: string;
}

async function openSession({ demo }: Stack): Promise<Credentials> {
  const answer = await fetch(`${demo}/api/accounts/alvarez/collect?screen=simple-collect`, { method: 'POST' });
  return (await answer.json()) as Credentials;
}

/** What Chromium shows in a frame whose page will not be framed. */
const refused = 'chrome-error://chromewebdata/';
const urlOfFrame = (page: Page) => async (): Promise<string> => page.frames().at(-1)?.url() ?? '';

test('no page of ours can be framed by a stranger', async ({ page, stack, portal: _fresh }) => {
  const { id } = await openSession(stack);
  const paths = [
    `${stack.broker}/embed/${id}`,
    `${stack.broker}/return/confirm?session=${id}`,
    `${stack.broker}/docs/errors`,
    `${stack.broker}/openapi.json`,
    `${stack.demo}/portal`,
    `${stack.demo}/staff`,
  ];
  for (const path of paths) {
    const stranger = await startStranger(`<!doctype html><title>Win a prize</title><iframe src="${path}"></iframe>`);
    try {
      await page.goto(stranger.origin);
      await expect.poll(urlOfFrame(page), path).toBe(refused);
    } finally {
      stranger.stop();
    }
  }
});

test('a page of the tenant’s can frame the broker’s page, and a window of its own is refused it', async ({
  page,
  stack,
  portal: _fresh,
}) => {
  const { id } = await openSession(stack);
  await page.goto(`${stack.demo}/staff`);
  await page.locator('tr[data-account="visit-1"]').getByRole('button').click();
  await page
    .frameLocator('collect-payment-frame iframe')
    .locator('collect-payment')
    .getByRole('button', { name: 'Collect $30.00' })
    .waitFor();
  const alone = await page.goto(`${stack.broker}/embed/${id}`);
  expect(alone?.status()).toBe(403);
  expect(await alone?.text()).toContain('ERR_FETCH_METADATA');
});

/** Says to every window that it can reach, again and again, whatever might make somebody believe that money moved, or hand over a payment. */
const liar = (session: Credentials) => `<!doctype html><title>Ad</title><script>
  const nonce = '0d6f7a3c-5c0e-4b7e-9d3e-2f1a8c4b6e90';
  const session = ${JSON.stringify(session)};
  const paid = { id: session.id, status: 'approved', sequence: 99, outcome: { status: 'approved', final: true } };
  const lies = [
    { source: 'collect-payment-embed', nonce, type: 'settled', session: paid, outcome: paid.outcome },
    { source: 'collect-payment-embed', nonce, type: 'changed', session: paid, view: 'approved' },
    { source: 'collect-payment-embed', nonce, type: 'ask', turn: 0, request: {} },
    { source: 'collect-payment-embed', nonce, type: 'size', height: 9999 },
    { source: 'collect-payment-host', nonce, type: 'open', session, settings: {} },
    { source: 'collect-payment-host', nonce, type: 'call', method: 'cancel' },
    { source: 'collect-payment', type: 'returned', session: session.id, how: 'cancel' },
    { source: 'collect-payment', type: 'returned', session: session.id, how: 'confirm' },
    '{"closeInContext":true}',
    '{"returnURL":"https://stranger.example/"}',
    '{"redirectIframeUrl":"https://stranger.example/"}',
  ];
  let rounds = 0;
  const heard = [];
  addEventListener('message', ({ data }) => heard.push(data));
  setInterval(() => {
    const windows = [parent];
    for (let index = 0; index < parent.length; index += 1) if (parent[index] !== window) windows.push(parent[index]);
    for (const each of windows) for (const lie of lies) each.postMessage(lie, '*');
    rounds += 1;
    document.title = rounds + ' ' + windows.length + ' ' + heard.length;
  }, 20);
</script>`;

test('a frame of a stranger’s, whatever it says and to whom, changes nothing and hears nothing', async ({
  page,
  stack,
  portal: _fresh,
}) => {
  const session = await openSession(stack);
  const stranger = await startStranger(liar(session));
  try {
    // A policy that lets the stranger in, as a page with advertisements would have it.
    await page.route(`${stack.demo}/staff`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': '' } });
    });
    await page.goto(`${stack.demo}/staff`);
    await page.locator('tr[data-account="visit-1"]').getByRole('button').click();
    const desk = page.frameLocator('collect-payment-frame iframe').locator('collect-payment');
    const collect = desk.getByRole('button', { name: 'Collect $30.00' });
    await collect.waitFor();
    // The frame of the element is in its shadow tree, where no other frame finds it; this one waits for an opening word where all can see it.
    for (const [id, src] of [
      ['waiting', `${stack.broker}/embed/${session.id}`],
      ['ad', stranger.origin],
    ])
      await page.evaluate(`document.body.append(Object.assign(document.createElement('iframe'), { id: '${id}', src: '${src}' }))`);
    const adsOf = () => page.frames().filter((frame) => frame.url().startsWith(stranger.origin));
    await expect.poll(() => adsOf().length).toBe(1);
    const ad = adsOf()[0]!;
    const rounds = async () => Number((await ad.title()).split(' ')[0]);
    await page.frameLocator('#waiting').locator('body[data-origins]').waitFor({ state: 'attached' });
    const waited = await rounds();
    await expect.poll(rounds).toBeGreaterThan(waited + 20);
    await expect(page.frameLocator('#waiting').locator('collect-payment')).toHaveCount(0);
    await expect(collect).toBeVisible();

    // Once the payment page is open too, there are more windows to lie to.
    await collect.click();
    const hosted = new HostedScreen(desk.locator('iframe').contentFrame());
    await hosted.root.getByLabel('Card number').waitFor();
    const before = await rounds();
    await expect.poll(rounds).toBeGreaterThan(before + 20);
    await expect(desk.getByText('Secure payment page').first()).toBeVisible();
    await expect(page.locator('#log li[data-event="payment-settled"]')).toHaveCount(0);
    expect(page.url()).toBe(`${stack.demo}/staff`);

    await hosted.pay();
    await expect(desk.getByText('Paid $30.00').first()).toBeVisible();
    await expect(page.locator('#log li[data-event="payment-settled"]')).toHaveCount(1);
    const [, windows, heard] = (await ad.title()).split(' ').map(Number);
    expect(windows).toBe(2);
    expect(heard).toBe(0);
  } finally {
    stranger.stop();
  }
});

test('the window of a payment has no name by which another page could take it over', async ({ portal }) => {
  await portal.open({ screen: 'simple-collect', display: 'popup' });
  const opening = portal.page.waitForEvent('popup');
  await portal.start();
  const popup = await opening;
  // It opens empty, and goes to the hosted page when the launch has answered.
  await popup.waitForURL(/^https?:/u);
  expect(await popup.evaluate<string>('window.name')).toBe('');
});
