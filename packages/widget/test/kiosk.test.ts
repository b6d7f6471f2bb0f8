import { afterEach, expect, test } from 'vitest';
import { Clinic } from './harness.ts';
import { moved } from './samples.ts';

let clinic: Clinic;
afterEach(() => clinic.close());

/** The page is left, by whoever was there, and the browser keeps it as it is. */
async function leave(): Promise<void> {
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  await clinic.rest();
}

async function comeBack(): Promise<void> {
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  await clinic.rest();
}

async function withReceipt(): Promise<void> {
  clinic = await new Clinic().open();
  await clinic.press('Collect $125.00');
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  await clinic.press('Receipt');
}

test('a page that is left keeps nothing of the payment, not on the screen nor in memory', async () => {
  await withReceipt();
  expect(clinic.root.textContent).toContain('Maya O’Brien');
  await leave();
  const left = clinic.root.innerHTML;
  for (const word of ['Maya', 'O’Brien', 'MRN-1042', '125', '1111', 'A12345', 'Paid', clinic.broker.session.id])
    expect(left).not.toContain(word);
  expect(clinic.element.session).toBeUndefined();
  expect(clinic.element.view).toMatchObject({ name: 'loading', session: undefined, receipt: undefined });
  expect(clinic.broker.openStreams).toBe(0);
});

test('a page that is left with the payment page open shows it no more', async () => {
  clinic = await new Clinic().open();
  await clinic.press('Collect $125.00');
  expect(clinic.frame).not.toBeNull();
  await leave();
  expect(clinic.frame).toBeNull();
});

test('a page that comes back asks the host’s server whose it is, and shows nothing when that gives no session', async () => {
  await withReceipt();
  await leave();
  clinic.broker.next('/collect', () => new Response('{}', { status: 401 }));
  await comeBack();
  expect(clinic.words).toContain('ERR_SESSION_SOURCE');
  expect(clinic.root.textContent).not.toMatch(/Maya|125|1111/);
});

test('a page that comes back to the same person shows where things stand, and tells of the settlement no second time', async () => {
  await withReceipt();
  const { settled } = clinic;
  expect(settled).toHaveLength(1);
  await leave();
  await comeBack();
  expect(clinic.words).toContain('Paid $125.00');
  expect(settled).toHaveLength(1);
  expect(clinic.broker.count('POST', '/collect')).toBe(2);
});

test('the host is told, so that it can put away what it shows itself', async () => {
  await withReceipt();
  await leave();
  expect(clinic.changes.at(-1)).toMatchObject({ session: undefined, view: 'loading' });
});
