import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { refusal } from './broker-peer.ts';
import { Clinic } from './harness.ts';
import { moved } from './samples.ts';

let clinic: Clinic;
afterEach(() => clinic.close());

async function paying(display: 'embedded' | 'incontext' = 'embedded'): Promise<void> {
  clinic = new Clinic();
  clinic.element.display = display;
  await clinic.open();
  await clinic.press('Collect $125.00');
}

test('Tab reaches the button and Enter starts', async () => {
  clinic = await new Clinic().open();
  await userEvent.tab();
  expect(clinic.focused).toBe('Collect $125.00');
  await userEvent.keyboard('{Enter}');
  await clinic.rest();
  expect(clinic.focused).toBe('frame');
});

test('Escape asks to cancel, and a second one keeps going', async () => {
  await paying();
  clinic.button('Cancel payment').focus();
  await userEvent.keyboard('{Escape}');
  await clinic.rest();
  expect(clinic.words).toContain('Cancel this payment?');
  expect(clinic.focused).toBe('Keep going');
  await userEvent.keyboard('{Escape}');
  await clinic.rest();
  expect(clinic.words).toContain('Secure payment page');
  expect(clinic.broker.count('POST', '/cancel')).toBe(0);
});

test('Escape on an idle card does nothing', async () => {
  clinic = await new Clinic().open();
  clinic.button('Collect $125.00').focus();
  await userEvent.keyboard('{Escape}');
  await clinic.rest();
  expect(clinic.buttons).toEqual(['Collect $125.00']);
});

test('Escape in the dialog asks, and the dialog stays', async () => {
  await paying('incontext');
  clinic.button('Cancel payment').focus();
  await userEvent.keyboard('{Escape}');
  await clinic.rest();
  expect(clinic.words).toContain('Cancel this payment?');
  expect(clinic.root.querySelector('dialog')?.open).toBe(true);
});

test('a host may keep the question to itself', async () => {
  await paying();
  clinic.element.addEventListener('payment-before-close', (event) => event.preventDefault());
  await clinic.press('Cancel payment');
  expect(clinic.words).not.toContain('Cancel this payment?');
});

test('a confirmed cancel asks the broker, and its answer is what is shown', async () => {
  await paying();
  clinic.broker.onCancel = (session) => moved(session, 'approved');
  await clinic.press('Cancel payment');
  await clinic.press('Cancel payment');
  expect(clinic.words).toContain('Paid $125.00');
});

test('a cancel that cannot be had leads back to the payment page, and is reported', async () => {
  await paying();
  await clinic.happens(moved(clinic.broker.session, 'open'));
  clinic.broker.next('/cancel', () => Promise.reject(new TypeError('offline')));
  await clinic.element.cancel();
  await clinic.rest();
  expect(clinic.errors.map(({ code }) => code)).toEqual(['ERR_BROKER_UNREACHABLE']);
  expect(clinic.words).toContain('The payment page was closed.');
});

test('focus follows a person who acted', async () => {
  await paying();
  await clinic.press('Cancel payment');
  expect(clinic.focused).toBe('Keep going');
});

test('focus stays where a person is, when the news comes by itself', async () => {
  const field = document.createElement('input');
  document.body.append(field);
  await paying();
  field.focus();
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  expect(document.activeElement).toBe(field);
  field.remove();
});

test('focus that the news takes away goes to the news', async () => {
  await paying();
  expect(clinic.focused).toBe('frame');
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  expect(clinic.focused).toBe('Paid $125.00');
});

test('focus returns to the host’s own button once the payment is over', async () => {
  const opener = document.createElement('button');
  document.body.append(opener);
  clinic = await new Clinic().open();
  opener.focus();
  await clinic.element.start();
  await clinic.rest();
  expect(clinic.focused).toBe('frame');
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  expect(document.activeElement).toBe(opener);
  opener.remove();
});

test('each change is said once, politely', async () => {
  await paying();
  expect(clinic.said).toEqual({ polite: 'Secure payment page', assertive: '' });
  await clinic.happens(moved(clinic.broker.session, 'open'));
  await clinic.happens(moved(clinic.broker.session, 'confirming'));
  expect(clinic.said).toEqual({ polite: 'Confirming with InstaMed…', assertive: '' });
  await clinic.happens(moved(clinic.broker.session, 'partially_approved'));
  expect(clinic.said).toEqual({ polite: 'Paid $80.00 $45.00 still due', assertive: '' });
});

test('a decline and doubt interrupt', async () => {
  await paying();
  await clinic.happens(moved(clinic.broker.session, 'unresolved'));
  expect(clinic.said.polite).toBe('');
  expect(clinic.said.assertive).toContain('Do not collect it again.');
  await clinic.happens(moved(clinic.broker.session, 'declined'));
  expect(clinic.said.assertive).toBe('The card was declined. No money was taken.');
});

test('the time left is shown by the second and said at 5, 2 and 1 minute and at 30 seconds', async () => {
  clinic = new Clinic();
  clinic.broker.launch = { ...clinic.broker.launch, tokenExpiresAt: clinic.clock.iso(301_000) };
  await clinic.open();
  await clinic.press('Collect $125.00');
  const heard: string[] = [];
  for (let second = 0; second < 300; second += 1) {
    // As the broker does, so that the page knows the silence for silence.
    if (second % 15 === 0) clinic.broker.write(': \n\n');
    if ([0, 1, 181, 241, 271].includes(second)) {
      await clinic.rest();
      heard.push(`${clinic.words} | ${clinic.said.polite} | ${clinic.said.assertive}`);
    }
    await clinic.clock.advance(1000);
  }
  const more = 'Start over with more time ✕';
  expect(heard).toEqual([
    'Secure payment page · 5:01 left ✕ | Secure payment page | ',
    `Secure payment page · 5:00 left ${more} | 5 minutes left | `,
    `Secure payment page · 2:00 left ${more} | 2 minutes left | `,
    `Secure payment page · 1:00 left ${more} | 1 minute left | `,
    `Secure payment page · 0:30 left ${more} |  | 30 seconds left`,
  ]);
});

test('one key press, five minutes before the end, brings a new page with all its time, and focus to it', async () => {
  clinic = new Clinic();
  const first = clinic.clock.iso(301_000);
  clinic.broker.launch = { ...clinic.broker.launch, tokenExpiresAt: first };
  await clinic.open();
  await clinic.press('Collect $125.00');
  expect(clinic.buttons).toEqual(['Cancel payment']);
  await clinic.pass(1000);
  clinic.button('Start over with more time').focus();
  clinic.broker.launch = { ...clinic.broker.launch, url: `${clinic.broker.launch.url}2`, tokenExpiresAt: clinic.clock.iso(900_000) };
  await userEvent.keyboard('{Enter}');
  await clinic.rest();
  const launches = clinic.broker.calls.filter(({ path }) => path.endsWith('/launch'));
  expect(launches.map(({ body }) => body)).toEqual([{ display: 'embedded' }, { display: 'embedded', insteadOf: first }]);
  expect(clinic.words).toContain('15:00 left');
  expect(clinic.frame?.src).toBe(clinic.broker.launch.url);
  expect(clinic.focused).toBe('frame');
  expect(clinic.buttons).toEqual(['Cancel payment']);
});

test('a page that was paid on makes way for none: the payment is shown', async () => {
  clinic = new Clinic();
  clinic.broker.launch = { ...clinic.broker.launch, tokenExpiresAt: clinic.clock.iso(200_000) };
  await clinic.open();
  await clinic.press('Collect $125.00');
  clinic.broker.next('/launch', () => refusal(409, 'ERR_SESSION_CONFIRMING'));
  await clinic.press('Start over with more time');
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  expect(clinic.words).toContain('Paid $125.00');
});

test('when the time is up focus goes to the news, and the payment can be started again', async () => {
  await paying();
  expect(clinic.focused).toBe('frame');
  await clinic.happens(moved(clinic.broker.session, 'expired', { final: false }));
  expect(clinic.focused).toBe('The payment page timed out.');
  await clinic.press('Start again');
  expect(clinic.focused).toBe('frame');
});

test('the reference is copied, and the card says so', async () => {
  await paying();
  await clinic.happens(moved(clinic.broker.session, 'unresolved'));
  const copied: string[] = [];
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text));
  await clinic.press('Copy reference');
  write.mockRestore();
  expect(copied).toEqual([clinic.broker.session.id]);
  expect(clinic.words).toContain('Copied');
});

test('printing prints a copy of the receipt alone, without a style attribute', async () => {
  await paying();
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  await clinic.press('Receipt');
  await clinic.press('Print');
  const page = clinic.root.querySelector<HTMLIFrameElement>('iframe')?.contentDocument;
  expect(page?.body.textContent).toContain('Riverside Clinic');
  expect(page?.adoptedStyleSheets).toHaveLength(1);
  expect([page?.documentElement.lang, page?.documentElement.dir]).toEqual(['en', 'ltr']);
  expect(page?.querySelector('[style], style, button')).toBeNull();
});

test('the receipt is saved as a PDF, asked for in the words of the page and with its secret in no address', async () => {
  const saved: HTMLAnchorElement[] = [];
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function save(this: HTMLAnchorElement) {
    saved.push(this);
  });
  await paying();
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  await clinic.press('Receipt');
  clinic.broker.next('/receipt.pdf', () => new Response('%PDF-', { headers: { 'content-type': 'application/pdf' } }));
  await clinic.press('Download PDF');
  await vi.waitFor(() => expect(saved).toHaveLength(1));
  click.mockRestore();
  const [link] = saved;
  expect([link?.download, link?.protocol]).toEqual(['receipt.pdf', 'blob:']);
  expect(await (await fetch(link?.href ?? '')).text()).toBe('%PDF-');
  const call = clinic.broker.calls.find(({ path }) => path.endsWith('/receipt.pdf'));
  expect(call?.headers.get('authorization')).toBe(`Bearer cs_${clinic.broker.session.id}`);
});

test('a receipt that cannot be had as a PDF is told to the page, and stays on the screen', async () => {
  await paying();
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  await clinic.press('Receipt');
  clinic.broker.next('/receipt.pdf', () => refusal(503, 'ERR_OVERLOADED'));
  const told = new Promise((resolve) => clinic.element.addEventListener('payment-error', resolve, { once: true }));
  await clinic.press('Download PDF');
  expect(await told).toMatchObject({ code: 'ERR_OVERLOADED' });
  expect(clinic.words).toContain('Riverside Clinic');
});
