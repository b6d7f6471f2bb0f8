import { expect, test } from '../fixtures/test.ts';
import { listenForViolations } from '../fixtures/violations.ts';

const files = '**/widget/collect-payment-*.json';

test('a Spanish page gets Spanish words, by their digests and for ever, with nothing that its policy refuses', async ({
  page,
  context,
  portal,
}) => {
  const violations = await listenForViolations(context);
  const answers: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.json')) answers.push(`${pathname.replace(/@.*\./, '.')} ${response.headers()['cache-control']}`);
  });
  await portal.open({ lang: 'es' });
  await expect(portal.widget.getByRole('button', { name: 'Pagar $125.00' })).toBeVisible();
  const immutable = 'public, max-age=31536000, immutable';
  expect(answers).toEqual([`/widget/collect-payment-languages.json ${immutable}`, `/widget/collect-payment-es.json ${immutable}`]);
  expect(violations).toEqual([]);
});

test('an English page fetches no words', async ({ page, portal }) => {
  const fetched: string[] = [];
  await page.route(files, (route, request) => {
    fetched.push(request.url());
    return route.continue();
  });
  await portal.open();
  await expect(portal.widget.getByRole('button', { name: 'Pay $125.00' })).toBeVisible();
  expect(fetched).toEqual([]);
});

for (const [trouble, file] of [
  ['cannot be had', /widget\/collect-payment-languages@/],
  ['are other bytes than the list says', /widget\/collect-payment-es@/],
] as const) {
  test(`words that ${trouble} stay English, and the payment is made`, async ({ page, portal }) => {
    await page.route(file, async (route) => {
      if (trouble === 'cannot be had') return route.abort();
      const response = await route.fetch();
      return route.fulfill({ response, body: (await response.text()).replace('Pagar', 'Regalar') });
    });
    await portal.open({ lang: 'es', screen: 'simple-collect' });
    const hosted = await portal.start();
    await hosted.pay();
    await expect(portal.shows('Paid $125.00')).toBeVisible();
    await portal.settled();
  });
}
