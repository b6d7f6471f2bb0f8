import { afterEach, describe, expect, test } from 'vitest';
import { Clinic } from './harness.ts';
import { moved } from './samples.ts';

const hosted = 'https://hosted.example';
const broker = 'https://broker.example';
let clinic: Clinic;
afterEach(() => clinic.close());

async function paying(): Promise<string> {
  clinic = await new Clinic().open();
  await clinic.press('Collect $125.00');
  await clinic.happens(moved(clinic.broker.session, 'open'));
  return clinic.broker.session.id;
}
const returned = (session: string, how: string) => ({ source: 'collect-payment', type: 'returned', session, how });

describe('is not believed', () => {
  test.each<[string, (id: string) => readonly [data: unknown, origin: string, source?: MessageEventSource | null]]>([
    ['a message of another origin', () => ['{"closeInContext":true}', 'https://evil.example']],
    ['a message of another window', () => ['{"closeInContext":true}', hosted, window]],
    ['a message of no window', () => ['{"closeInContext":true}', hosted, null]],
    ['text that is no JSON', () => ['closeInContext', hosted]],
    ['JSON that is no object', () => ['null', hosted]],
    ['an object where text is due', () => [{ closeInContext: true }, hosted]],
    ['text too long', () => [JSON.stringify({ closeInContext: true, padding: 'x'.repeat(5000) }), hosted]],
    ['a landing page of another origin', (id) => [returned(id, 'confirm'), hosted]],
    ['a landing page of another session', () => [returned('ps_other', 'confirm'), broker]],
    ['a landing page that says something else', (id) => [returned(id, 'paid'), broker]],
    ['a frame address of another origin', () => ['{"redirectIframeUrl":"https://evil.example/"}', hosted]],
    ['a frame address that is a script', () => ['{"redirectIframeUrl":"javascript:alert(1)"}', hosted]],
  ])('%s', async (_, message) => {
    const id = await paying();
    const before = clinic.broker.calls.length;
    const src = clinic.frame?.src;
    const [data, origin, ...source] = message(id);
    await clinic.hears(data, origin, ...source);
    await clinic.pass(1000);
    expect(clinic.broker.calls.length).toBe(before);
    expect(clinic.frame?.src).toBe(src);
    expect(clinic.words).toContain('Secure payment page');
  });
});

test('a confirmed page is only a hint: the broker is asked, and the picture waits for its answer', async () => {
  const id = await paying();
  await clinic.hears(returned(id, 'confirm'), broker);
  expect(clinic.broker.count('POST', '/check')).toBe(1);
  expect(clinic.words).toContain('Confirming with InstaMed…');
  expect(clinic.settled).toEqual([]);
  await clinic.pass(60_000);
  expect(clinic.words).toContain('Confirming with InstaMed…');
});

test('a page left by its cancel button is canceled at the broker', async () => {
  const id = await paying();
  clinic.broker.onCancel = (session) => moved(session, 'canceled', { final: false });
  await clinic.hears(returned(id, 'cancel'), broker);
  expect(clinic.broker.count('POST', '/cancel')).toBe(1);
  expect(clinic.words).toContain('Payment canceled. No money was taken.');
});

test('a page that closes itself may have been paid on: confirming first, then open again', async () => {
  await paying();
  await clinic.hears('{"closeInContext":true}', hosted);
  await clinic.pass(1000);
  expect(clinic.words).toContain('Confirming with InstaMed…');
  expect(clinic.broker.count('POST', '/check')).toBe(1);
  await clinic.pass(12_000);
  expect(clinic.words).toContain('The payment page was closed.');
});

test('the landing page’s own word overtakes the screen’s "close"', async () => {
  const id = await paying();
  clinic.broker.onCancel = (session) => moved(session, 'canceled');
  await clinic.hears('{"closeInContext":true}', hosted);
  await clinic.hears(returned(id, 'cancel'), broker);
  expect(clinic.words).toContain('Payment canceled.');
});

test('a frame address of the hosted origin is followed inside the frame', async () => {
  await paying();
  await clinic.hears('{"redirectIframeUrl":"https://hosted.example/next"}', hosted);
  expect(clinic.frame?.src).toBe('https://hosted.example/next');
});

test('a returnURL never moves this page', async () => {
  await paying();
  const { href } = location;
  await clinic.hears('{"returnURL":"https://hosted.example/elsewhere"}', hosted);
  await clinic.pass(1000);
  expect(location.href).toBe(href);
  expect(clinic.broker.count('POST', '/check')).toBe(1);
});

test('a page whose policy forbids the frame says so', async () => {
  await paying();
  document.dispatchEvent(
    new SecurityPolicyViolationEvent('securitypolicyviolation', {
      blockedURI: hosted,
      effectiveDirective: 'frame-src',
      documentURI: location.href,
      violatedDirective: 'frame-src',
      originalPolicy: "frame-src 'self'",
      disposition: 'enforce',
      statusCode: 200,
    }),
  );
  await clinic.rest();
  expect(clinic.buttons).toEqual(['Open in this tab']);
});
