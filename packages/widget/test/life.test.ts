import { afterEach, expect, test, vi } from 'vitest';
import { CollectPayment } from '../src/collect-payment/collect-payment.ts';
import type { FetchSession } from '../src/session/session-source.ts';
import { refusal } from './broker-peer.ts';
import { Clinic } from './harness.ts';
import { moved, sampleSession } from './samples.ts';

let clinic: Clinic;
afterEach(() => clinic.close());

test('defining the element twice keeps the first definition', async () => {
  clinic = await new Clinic().open();
  vi.resetModules();
  await import('../src/define.ts');
  expect(customElements.get('collect-payment')).toBe(CollectPayment);
});

test('the session is asked for when the element comes into the page, and ready tells of it', async () => {
  clinic = await new Clinic().open();
  expect(clinic.broker.calls[0]).toMatchObject({ method: 'POST', path: '/collect', body: {} });
  expect((await clinic.element.ready).name).toBe('idle');
});

test('the broker gets the secret as a bearer token, no cookies, and never in an address', async () => {
  clinic = await new Clinic().open();
  await clinic.press('Collect $125.00');
  const calls = clinic.broker.calls.filter(({ path }) => path !== '/collect');
  expect(calls.length).toBeGreaterThan(2);
  for (const { headers, credentials, path } of calls) {
    expect(headers.get('authorization')).toBe(`Bearer cs_${clinic.broker.session.id}`);
    expect(credentials).toBe('omit');
    expect(path).not.toContain('cs_');
  }
  expect(clinic.element.outerHTML).not.toContain('cs_');
});

test('a function of the host’s gives the session as well as a URL does', async () => {
  clinic = new Clinic();
  clinic.element.sessionUrl = '';
  const asked = vi.fn<FetchSession>(() => Promise.resolve({ id: clinic.broker.session.id, clientSecret: 'cs_x' }));
  clinic.element.fetchSession = asked;
  await clinic.open();
  expect(asked).toHaveBeenCalledExactlyOnceWith({});
  expect(clinic.buttons).toEqual(['Collect $125.00']);
});

test('a source set a moment late is no error', async () => {
  clinic = new Clinic();
  clinic.element.sessionUrl = '';
  await clinic.open();
  await clinic.pass(500);
  clinic.element.fetchSession = () => Promise.resolve({ id: clinic.broker.session.id, clientSecret: 'cs_x' });
  await clinic.pass(5000);
  expect(clinic.errors).toEqual([]);
  expect(clinic.buttons).toEqual(['Collect $125.00']);
});

test.each<[string, (clinic: Clinic) => void]>([
  ['ERR_SESSION_SOURCE', ({ element }) => (element.sessionUrl = '')],
  ['ERR_SESSION_SOURCE', ({ broker }) => broker.next('/collect', () => new Response('{}', { status: 500 }))],
  ['ERR_BROKER_ATTRIBUTE', ({ element }) => (element.broker = 'not a url')],
  ['ERR_BROKER_UNREACHABLE', ({ broker }) => broker.next('/v1/payment-sessions/', () => Promise.reject(new TypeError('no')))],
])('%s is shown and told, with a way to try again', async (code, spoil) => {
  clinic = new Clinic();
  spoil(clinic);
  clinic.broker.next(clinic.broker.session.id, () =>
    code === 'ERR_BROKER_UNREACHABLE' ? Promise.reject(new TypeError('no')) : new Response(JSON.stringify(clinic.broker.session)),
  );
  await clinic.open();
  await clinic.pass(2000);
  expect(clinic.errors.map((error) => error.code)).toEqual([code]);
  expect(clinic.words).toContain(code);
  expect(clinic.buttons).toEqual(['Try again']);
});

test('trying again gets the session after all', async () => {
  clinic = new Clinic();
  clinic.broker.next('/collect', () => new Response('{}', { status: 500 }));
  await clinic.open();
  await clinic.press('Try again');
  expect(clinic.buttons).toEqual(['Collect $125.00']);
});

test('after a decline a fresh session is launched at once, or waits for another way to pay', async () => {
  clinic = await new Clinic().open();
  await clinic.press('Collect $125.00');
  await clinic.happens(moved(clinic.broker.session, 'declined'));
  clinic.broker.given.push(sampleSession());
  await clinic.press('Try again');
  expect(clinic.frame).not.toBeNull();
  await clinic.happens(moved(clinic.broker.session, 'declined'));
  clinic.broker.given.push(sampleSession());
  await clinic.press('Another way to pay');
  expect(clinic.buttons).toEqual(['Collect $125.00']);
  expect(clinic.settled).toHaveLength(2);
});

test('a host that gives the settled session again is told so', async () => {
  clinic = await new Clinic().open();
  await clinic.press('Collect $125.00');
  await clinic.happens(moved(clinic.broker.session, 'declined'));
  await clinic.press('Try again');
  expect(clinic.words).toContain('ERR_SESSION_SETTLED');
});

test('an expired page is launched again on the same session', async () => {
  clinic = await new Clinic().open();
  await clinic.press('Collect $125.00');
  await clinic.happens(moved(clinic.broker.session, 'expired', { final: false }));
  await clinic.press('Start again');
  expect(clinic.broker.count('POST', '/collect')).toBe(1);
  expect(clinic.broker.count('POST', '/launch')).toBe(2);
  expect(clinic.frame).not.toBeNull();
});

test('leaving the page ends every request and timer, and coming back shows where things stand', async () => {
  clinic = await new Clinic().open();
  await clinic.press('Collect $125.00');
  expect(clinic.broker.openStreams).toBe(1);
  clinic.close();
  await clinic.rest();
  expect(clinic.broker.openStreams).toBe(0);
  expect(clinic.clock.waiting).toBe(0);
  clinic.broker.session = moved(clinic.broker.session, 'confirming');
  await clinic.open();
  expect(clinic.words).toContain('Confirming with InstaMed…');
  expect(clinic.broker.count('POST', '/collect')).toBe(1);
});

test('many elements live beside each other', async () => {
  clinic = await new Clinic().open();
  const other = await new Clinic().open();
  await clinic.press('Collect $125.00');
  expect(other.buttons).toEqual(['Collect $125.00']);
  other.close();
});

test('another broker starts over', async () => {
  clinic = await new Clinic().open();
  clinic.element.broker = 'https://broker.example/other';
  await clinic.rest();
  expect(clinic.broker.calls.at(-1)?.path).toMatch(/^\/other\//);
});

test('a refusal keeps the broker’s own code and reference', async () => {
  clinic = await new Clinic().open();
  clinic.broker.next('/launch', () => refusal(502, 'ERR_SSO_REJECTED'));
  await clinic.press('Collect $125.00');
  expect(clinic.errors).toHaveLength(1);
  expect(clinic.errors[0]).toMatchObject({ code: 'ERR_SSO_REJECTED', requestId: 'req_8F2K', bubbles: true, composed: true });
});
