import { encodeNvp, ssoErrorPath } from '@collect-payment/protocol';
import { expect, test } from 'vitest';
import { control, launchUrl, runningSandbox } from './signed-on.ts';

const card = {
  tender: 'card',
  amount: '125.00',
  cardNumber: '4111 1111 1111 1111',
  expiry: '12/99',
  cvv: '123',
  holderName: 'Mary Smith',
  zip: '12345',
};

/** What the browser's submit sends. */
function submit(url: URL, entered: Readonly<Record<string, string>>, action = 'pay'): Promise<Response> {
  const body = encodeNvp(Object.entries({ token: url.searchParams.get('token') ?? '', action, ...entered }));
  return fetch(url.origin + url.pathname, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
}

/** What the page's script is told. */
const scriptInput = (page: string): unknown =>
  JSON.parse(/data-script="([^"]*)"/.exec(page)?.[1]?.replaceAll('&quot;', '"').replaceAll('&amp;', '&') ?? 'null');

test('Standard shows a receipt and waits; Simple leaves for confirmURL by itself', async () => {
  const sandbox = await runningSandbox();
  const confirmUrl = 'http://host.example/return?a=1&b=2';
  const standard = await launchUrl(sandbox, {
    relayState: `${sandbox.url}/providers/Form/PatientPayments/NewPatientPaymentSSO`,
    confirmUrl,
  });
  const receipt = await (await submit(standard, card)).text();
  expect(receipt).toContain('Paid $125.00');
  expect(scriptInput(receipt)).toEqual({ leave: { url: confirmUrl, by: 'frame', incontext: false } });
  const done = await (await submit(await launchUrl(sandbox, { confirmUrl }), card)).text();
  expect(done).not.toContain('$125.00');
  expect(scriptInput(done)).toEqual({ leave: { url: confirmUrl, by: 'frame', incontext: false }, leaveNow: true });
});

test('the reader that the sign-on named is asked for the card, and stands on the receipt of a card it read', async () => {
  const sandbox = await runningSandbox();
  const url = await launchUrl(sandbox, {
    relayState: `${sandbox.url}/providers/Form/PatientPayments/NewPatientPaymentSSO`,
    creditCardKeyed: false,
    deviceName: 'DynaPro SC',
    deviceSerialNumber: '98DC2522081D0A0E',
    deviceFirmwareVersion: '30050851-D1-PCI',
  });
  expect(await (await fetch(url)).text()).toContain('Insert or swipe the card at the DynaPro SC (98DC2522081D0A0E).');
  expect(await (await submit(url, { ...card, entryMode: 'Swiped' })).text()).toContain('DynaPro SC, 98DC2522081D0A0E');
});

test('a suppressed receipt makes Standard leave by itself', async () => {
  const sandbox = await runningSandbox();
  const url = await launchUrl(sandbox, {
    relayState: `${sandbox.url}/providers/Form/PatientPayments/NewPatientPaymentSSO`,
    suppressReceipt: true,
  });
  expect(scriptInput(await (await submit(url, card)).text())).toMatchObject({ leaveNow: true });
});

test('a second submit of the same page shows the first payment again', async () => {
  const sandbox = await runningSandbox();
  const url = await launchUrl(sandbox);
  await Promise.all([submit(url, card), submit(url, card), submit(url, card)]);
  expect((await submit(url, card)).status).toBe(200);
  expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toHaveLength(1);
});

test('a wrong entry comes back with what is wrong and without the card', async () => {
  const sandbox = await runningSandbox();
  const response = await submit(await launchUrl(sandbox), {
    ...card,
    cardNumber: '4111111111111112',
    cvv: '12',
    expiry: '01/20',
    zip: 'x',
  });
  const page = await response.text();
  expect(response.status).toBe(422);
  for (const message of [
    'Enter a valid card number.',
    'This card has expired.',
    'Enter the 3-digit security code.',
    'Enter a ZIP code of 5 digits.',
  ])
    expect(page).toContain(message);
  expect(page).toContain('value="Mary Smith"');
  expect(page).not.toContain('4111111111111112');
  expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toEqual([]);
});

test('a card is good to the end of its month on the sandbox clock', async () => {
  const sandbox = await runningSandbox();
  const now = sandbox.clock.now();
  const expiry = `${String(now.getUTCMonth() + 1).padStart(2, '0')}${String(now.getUTCFullYear()).slice(-2)}`;
  expect((await submit(await launchUrl(sandbox), { ...card, expiry })).status).toBe(200);
  sandbox.clock.advance(32 * 86_400_000);
  expect((await submit(await launchUrl(sandbox), { ...card, expiry })).status).toBe(422);
});

test('hidden tenders are not shown and not taken; the amount is fixed when read only', async () => {
  const sandbox = await runningSandbox();
  const open = await (await fetch(await launchUrl(sandbox))).text();
  expect(open).toMatch(/value="check"[^]*value="cash"/);
  expect(open).toMatch(/name="amount"[^>]*value="125\.00"/);
  const url = await launchUrl(sandbox, { preventCheck: true, preventCash: true, isReadOnly: true });
  const page = await (await fetch(url)).text();
  expect(page).not.toMatch(/value="check"|value="cash"|name="amount"/);
  expect((await submit(url, { tender: 'cash' })).status).toBe(422);
  expect((await submit(url, { ...card, amount: '1.00' })).status).toBe(422);
  expect((await submit(url, { ...card, amount: '125.00' })).status).toBe(200);
});

test('cash and eCheck are taken with their own fields', async () => {
  const sandbox = await runningSandbox();
  expect((await submit(await launchUrl(sandbox), { tender: 'cash', amount: '20.00' })).status).toBe(200);
  const check = { tender: 'check', amount: '20.00', routingNumber: '021000021', accountNumber: '123456789' };
  expect((await submit(await launchUrl(sandbox), check)).status).toBe(200);
  expect(await (await submit(await launchUrl(sandbox), { ...check, routingNumber: '021000022' })).text()).toContain(
    'valid 9-digit routing number',
  );
  expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toMatchObject([
    { tender: 'cash' },
    { tender: 'check', accountLastFour: '6789' },
  ]);
});

test('a swiped card needs no security code and is recorded as swiped', async () => {
  const sandbox = await runningSandbox();
  const { cvv: _, ...swiped } = { ...card, entryMode: 'Swiped' };
  await submit(await launchUrl(sandbox, { creditCardKeyed: false }), swiped);
  expect((await control(sandbox, 'GET', 'ledger')).json['payments']).toMatchObject([{ card: { entryMode: 'Swiped', lastFour: '1111' } }]);
});

test('Cancel leaves for cancelURL and pays nothing', async () => {
  const sandbox = await runningSandbox();
  const url = await launchUrl(sandbox, { cancelUrl: 'http://host.example/cancel', returnUrl: 'http://host.example/return' });
  expect(scriptInput(await (await submit(url, {}, 'cancel')).text())).toMatchObject({
    leave: { url: 'http://host.example/cancel' },
    leaveNow: true,
  });
  expect((await submit(url, card)).status).toBe(410);
  expect((await fetch(url)).status).toBe(410);
  expect((await control(sandbox, 'GET', 'ledger')).json).toMatchObject({ payments: [], tokens: [{ status: 'canceled' }] });
});

test.each([
  [{ returnUrl: 'http://host.example/r' }, { url: 'http://host.example/r', by: 'frame', incontext: false }],
  [
    { returnUrl: 'http://host.example/r', returnUrlUpdateParent: 'parent' },
    { url: 'http://host.example/r', by: 'parent', incontext: false },
  ],
  [
    { returnUrl: 'http://host.example/r', incontext: true },
    { url: 'http://host.example/r', by: 'parent', incontext: true },
  ],
  [{ incontext: true }, { by: 'frame', incontext: true }],
] as const)('with %o the page leaves by %o', async (changes, leave) => {
  const sandbox = await runningSandbox();
  expect(scriptInput(await (await submit(await launchUrl(sandbox, changes), card)).text())).toMatchObject({ leave });
});

test('the token is appended to the URL returned to, and the host asked to load it, by switch only', async () => {
  const sandbox = await runningSandbox({ switches: { returnData: 'token', returnDelivery: 'message' } });
  const url = await launchUrl(sandbox, { confirmUrl: 'http://host.example/r?a=1' });
  const expected = { url: `http://host.example/r?a=1&token=${url.searchParams.get('token')}`, by: 'message' };
  expect(scriptInput(await (await submit(url, card)).text())).toMatchObject({ leave: expected });
});

test('a screen opens for its own live token only', async () => {
  const sandbox = await runningSandbox({ switches: { screenReload: 'refused' } });
  const url = await launchUrl(sandbox);
  const other = new URL(url.href.replace('NewPaymentSimpleSSO', 'NewPatientPaymentSSO'));
  expect((await fetch(other)).status).toBe(404);
  expect((await fetch(url.origin + url.pathname)).status).toBe(404);
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url)).status).toBe(410);
  sandbox.clock.advance(15 * 60_000);
  expect(await (await submit(url, card)).text()).toContain('This session has ended');
});

test('every page forbids inline script, referrers and storing, and escapes what it shows', async () => {
  const sandbox = await runningSandbox();
  const response = await fetch(`${sandbox.url}${ssoErrorPath}?respCode=401&respMessage=${encodeURIComponent('<script>alert(1)</script>')}`);
  const page = await response.text();
  expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(page).toContain('&lt;script&gt;alert(1)');
  expect(page).not.toMatch(/<script>|onclick|style="/);
});

test('a form that cannot be read, or whose token is unknown, opens nothing', async () => {
  const sandbox = await runningSandbox();
  const url = await launchUrl(sandbox);
  for (const body of ['%', 'token=unknown']) {
    const response = await fetch(url.origin + url.pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    expect(response.status).toBe(404);
  }
});
