import { expect, test } from '../fixtures/test.ts';

// Nothing is judged by its time.
test.setTimeout(300_000);
// A page that a test answers counts as one from the internet, which has to ask before it calls this machine.
test.use({ permissions: ['local-network-access'] });

test('a host whose policy cuts the window off hears of the payment all the same', async ({ page, portal, stack, sandbox }) => {
  await page.route(`${stack.demo}/portal?*`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'cross-origin-opener-policy': 'same-origin' } });
  });
  await portal.open({ screen: 'standard-collect', display: 'popup' });
  const hosted = await portal.start();
  const cut = page.context().pages()[1]!;
  await hosted.root.getByLabel('Card number').waitFor();
  expect(await cut.evaluate('window.opener')).toBeNull();
  await hosted.pay();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  expect(await portal.settled()).toHaveLength(1);
  expect(await sandbox.payments()).toHaveLength(1);
});
