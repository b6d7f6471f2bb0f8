import { expect, test } from '../fixtures/test.ts';
import { addressesOf, left, nothing, secretWords } from '../fixtures/traces.ts';
import { HostedScreen } from '../pages/hosted-screen.ts';

// Nothing is judged by its time.
test.setTimeout(180_000);

test('a payment leaves nothing in the browser, and no address tells of the patient, the amount or a secret', async ({
  page,
  context,
  stack,
  portal,
}) => {
  const addresses = addressesOf(context);
  await portal.open({ screen: 'standard-collect', display: 'embedded' });
  await (await portal.start()).pay();
  await expect(portal.shows('Paid $125.00')).toBeVisible();
  await page.goto(`${stack.demo}/staff`);
  await page.locator('tr[data-account="visit-1"]').getByRole('button').click();
  const desk = page.frameLocator('collect-payment-frame iframe').locator('collect-payment');
  await desk.getByRole('button', { name: 'Collect $30.00' }).click();
  await new HostedScreen(desk.locator('iframe').contentFrame()).pay();
  await expect(desk.getByText('Paid $30.00').first()).toBeVisible();

  const places = page.frames().filter((frame) => [stack.demo, stack.broker].includes(new URL(frame.url()).origin));
  expect(places.length).toBeGreaterThan(1);
  for (const frame of places) expect([frame.url(), JSON.parse(await frame.evaluate<string>(left))]).toEqual([frame.url(), nothing]);
  expect(await context.cookies()).toEqual([]);

  expect(addresses.size).toBeGreaterThan(20);
  for (const address of addresses)
    for (const word of secretWords) expect([address, decodeURIComponent(address).includes(word)]).toEqual([address, false]);
});
