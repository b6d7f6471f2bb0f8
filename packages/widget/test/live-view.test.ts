import type { PaymentSessionView } from '@collect-payment/contract';
import { afterEach, expect, test } from 'vitest';
import { hostedUrl } from './broker-peer.ts';
import { Clinic } from './harness.ts';
import { moved } from './samples.ts';

const elsewhere = 'This payment is open in another window.';

let clinic: Clinic;
afterEach(() => clinic.close());

/** The session as the broker tells it once its page was given out for the `opening`th time. */
const givenOut = (opening: number): PaymentSessionView => ({ ...moved(clinic.broker.session, 'open'), opening });

/** This window launches, by whatever number the broker gives it. */
async function launch(opening: number, button = 'Collect $125.00'): Promise<void> {
  clinic.broker.launch = { ...clinic.broker.launch, opening };
  await clinic.press(button);
  await clinic.happens(givenOut(opening));
}

async function paying(display: 'embedded' | 'incontext' | 'popup' = 'embedded'): Promise<void> {
  clinic = new Clinic();
  clinic.element.display = display;
  await clinic.open();
  await launch(2);
}

test.each(['embedded', 'incontext'] as const)('a window that was taken over shows InstaMed’s page no longer (%s)', async (display) => {
  await paying(display);
  expect(clinic.frame?.src).toBe(hostedUrl);
  await clinic.happens(givenOut(3));
  expect(clinic.frame).toBeNull();
  expect(clinic.root.querySelector('dialog')).toBeNull();
  expect(clinic.words).toContain(elsewhere);
  expect(clinic.buttons).toEqual(['Take over']);
  expect(clinic.changes.at(-1)).toMatchObject({ view: 'elsewhere', session: { opening: 3 } });
});

test('the window of its own is closed, and only when it was taken over', async () => {
  clinic = new Clinic();
  clinic.element.display = 'popup';
  let closed = 0;
  clinic.popup = { location: { replace: () => undefined }, focus: () => undefined, close: () => (closed += 1) } as unknown as Window;
  await clinic.open();
  await launch(2);
  await clinic.happens({ ...givenOut(2), metadata: { visit: '7' } });
  expect([closed, clinic.words]).toEqual([0, expect.stringContaining('open in its own window')]);
  await clinic.happens(givenOut(3));
  expect([closed, clinic.buttons]).toEqual([1, ['Take over']]);
});

test('it ends with the broker’s truth, told once', async () => {
  await paying();
  await clinic.happens(givenOut(3));
  await clinic.happens(moved(clinic.broker.session, 'confirming'));
  expect(clinic.words).toContain('Confirming with InstaMed…');
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  expect(clinic.words).toContain('Paid $125.00');
  expect(clinic.settled).toHaveLength(1);
});

test('it takes the payment back by one press, and the page is here again', async () => {
  await paying();
  await clinic.happens(givenOut(3));
  await launch(4, 'Take over');
  expect(clinic.frame?.src).toBe(hostedUrl);
  expect(clinic.words).not.toContain(elsewhere);
});

test('what was being asked is asked no more', async () => {
  await paying();
  await clinic.press('Cancel payment');
  expect(clinic.words).toContain('Cancel this payment?');
  await clinic.happens(givenOut(3));
  expect(clinic.words).not.toContain('Cancel this payment?');
  expect(clinic.buttons).toEqual(['Take over']);
});

test('who was on the payment page is told where it went, and focus goes there', async () => {
  await paying();
  expect(clinic.focused).toBe('frame');
  await clinic.happens(givenOut(3));
  expect(clinic.said.polite).toBe(elsewhere);
  expect(clinic.focused).toBe(elsewhere);
});

test('a launch of one’s own takes nothing away, whether the broker’s news of it comes before the answer or after', async () => {
  await paying();
  await clinic.happens(givenOut(2));
  expect(clinic.frame).not.toBeNull();
  const launched = Promise.withResolvers<Response>();
  clinic.broker.next('/launch', () => launched.promise);
  void clinic.element.cancel();
  await clinic.rest();
  await clinic.pass(20_000);
  await clinic.press('Start again');
  await clinic.happens(givenOut(3));
  launched.resolve(Response.json({ ...clinic.broker.launch, opening: 3 }));
  await clinic.rest();
  expect(clinic.frame?.src).toBe(hostedUrl);
});

test('a launch that was overtaken by another window’s never shows the page', async () => {
  await paying();
  await clinic.happens(givenOut(3));
  const launched = Promise.withResolvers<Response>();
  clinic.broker.next('/launch', () => launched.promise);
  await clinic.press('Take over');
  await clinic.happens(givenOut(5));
  launched.resolve(Response.json({ ...clinic.broker.launch, opening: 4 }));
  await clinic.rest();
  expect(clinic.frame).toBeNull();
  expect(clinic.buttons).toEqual(['Take over']);
});

test('what the page said just before it was taken over is no reason to wait for it', async () => {
  await paying();
  await clinic.hears(JSON.stringify({ closeInContext: true }), new URL(hostedUrl).origin);
  await clinic.happens(givenOut(3));
  await clinic.pass(1000);
  expect(clinic.words).toContain(elsewhere);
});

test('a broker that numbers no openings takes nothing away', async () => {
  clinic = await new Clinic().open();
  const { opening: _, ...launched } = clinic.broker.launch;
  clinic.broker.next('/launch', () => Response.json(launched));
  await clinic.press('Collect $125.00');
  await clinic.happens(moved(clinic.broker.session, 'open'));
  expect(clinic.frame?.src).toBe(hostedUrl);
});
