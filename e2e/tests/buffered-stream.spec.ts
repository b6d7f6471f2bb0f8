import { expect, test } from '../fixtures/test.ts';

// Nothing is judged by its time.
test.setTimeout(300_000);

test('a stream that a proxy holds back is done without: the page reads every ten seconds, and hears of the payment once', async ({
  context,
  page,
  portal,
}) => {
  await context.clock.install();
  let streams = 0;
  // Never answered: to the page it is a proxy that waits until all of a stream is there.
  await context.route(/\/events$/, () => {
    streams += 1;
  });
  await portal.open({ screen: 'simple-collect' });
  const hosted = await portal.start();
  await hosted.root.getByLabel('Card number').waitFor();
  for (const attempt of [1, 2, 3]) {
    await expect.poll(() => streams).toBe(attempt);
    await page.clock.runFor(40_000);
  }
  // What the payment's end would say comes by no message of InstaMed's page either: it is read.
  await context.route(/\/(return\/confirm|check)/, (route) => route.abort());
  await hosted.pay();
  await expect(async () => {
    await page.clock.runFor(10_000);
    await expect(portal.shows('Paid $125.00')).toBeVisible({ timeout: 1000 });
  }).toPass();
  expect(streams).toBe(3);
  expect(await portal.settled()).toHaveLength(1);
});
