import { afterEach, expect, test } from 'vitest';
import { hostedUrl } from './broker-peer.ts';
import { Clinic } from './harness.ts';
import { moved } from './samples.ts';

let clinic: Clinic;
afterEach(() => clinic.close());

/** A popup as the element uses it: what it was sent to, and whether it is still there. */
class Popup {
  readonly visited: string[] = [];
  focused = 0;
  closed = false;
  readonly location = { replace: (url: string) => this.visited.push(url) };
  focus(): void {
    this.focused += 1;
  }
  close(): void {
    this.closed = true;
  }
  get window(): Window {
    return this as unknown as Window;
  }
}

async function popup(): Promise<Popup> {
  clinic = await new Clinic().open();
  clinic.element.display = 'popup';
  const opened = new Popup();
  clinic.popup = opened.window;
  await clinic.press('Collect $125.00');
  return opened;
}

test('the popup opens inside the click, before anything is asked of the broker, and is then sent on', async () => {
  clinic = await new Clinic().open();
  clinic.element.display = 'popup';
  const opened = new Popup();
  clinic.popup = opened.window;
  let launchesWhenOpened = -1;
  const { environment } = clinic.element;
  clinic.element.environment = {
    ...environment,
    openWindow: () => {
      launchesWhenOpened = clinic.broker.count('POST', '/launch');
      return clinic.popup;
    },
  };
  clinic.button('Collect $125.00').click();
  expect(launchesWhenOpened).toBe(0);
  await clinic.rest();
  expect(opened.visited).toEqual([hostedUrl]);
  expect(clinic.broker.calls.findLast(({ path }) => path.endsWith('/launch'))?.body).toEqual({ display: 'popup' });
});

test('the window can be shown again, and the page opened here instead', async () => {
  const opened = await popup();
  await clinic.press('Show window');
  expect(opened.focused).toBe(1);
  await clinic.press('Open it here instead');
  expect(opened.closed).toBe(true);
  expect(clinic.frame?.src).toBe(hostedUrl);
});

test('a closed popup proves nothing: only the broker ends the wait', async () => {
  const opened = await popup();
  opened.close();
  await clinic.pass(5000);
  expect(clinic.words).toContain('The payment page is open in its own window.');
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  expect(clinic.words).toContain('Paid $125.00');
});

test('a blocked popup is said, launches nothing, and leads into the page', async () => {
  clinic = await new Clinic().open();
  clinic.element.display = 'popup';
  await clinic.press('Collect $125.00');
  expect(clinic.words).toContain('Your browser blocked the window.');
  expect(clinic.broker.count('POST', '/launch')).toBe(0);
  await clinic.press('Open here');
  expect(clinic.frame?.src).toBe(hostedUrl);
});

test('a launch that fails closes the empty popup', async () => {
  clinic = await new Clinic().open();
  clinic.element.display = 'popup';
  const opened = new Popup();
  clinic.popup = opened.window;
  clinic.broker.next('/launch', () => new Response('nonsense', { status: 502 }));
  await clinic.press('Collect $125.00');
  expect(opened.closed).toBe(true);
  expect(clinic.words).toContain('ERR_BROKER_RESPONSE');
});

test('redirect leaves the page for the launched address', async () => {
  clinic = await new Clinic().open();
  clinic.element.display = 'redirect';
  await clinic.press('Collect $125.00');
  expect(clinic.left).toEqual([hostedUrl]);
});

test('a page brought back from the browser’s cache after a redirect shows where things stand', async () => {
  clinic = await new Clinic().open();
  clinic.element.display = 'redirect';
  await clinic.press('Collect $125.00');
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  clinic.broker.session = moved(clinic.broker.session, 'approved');
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  await clinic.rest();
  expect(clinic.words).toContain('Paid $125.00');
});

test('news that overtakes a launch opens nothing', async () => {
  clinic = await new Clinic().open();
  clinic.element.display = 'popup';
  const opened = new Popup();
  clinic.popup = opened.window;
  const launched = Promise.withResolvers<Response>();
  clinic.broker.next('/launch', () => launched.promise);
  await clinic.press('Collect $125.00');
  clinic.broker.session = moved(clinic.broker.session, 'canceled');
  window.dispatchEvent(new Event('online'));
  await clinic.rest();
  launched.resolve(Response.json(clinic.broker.launch));
  await clinic.rest();
  expect(clinic.words).toContain('Payment canceled.');
  expect(opened).toMatchObject({ visited: [], closed: true });
});

test.each(['javascript:alert(1)', 'data:text/html,x', ''])('a launch to "%s" opens nothing', async (url) => {
  clinic = await new Clinic().open();
  clinic.broker.launch = { ...clinic.broker.launch, url };
  await clinic.press('Collect $125.00');
  expect(clinic.frame).toBeNull();
  expect(clinic.errors.map(({ code }) => code)).toEqual(['ERR_BROKER_RESPONSE']);
});

test('the frame is titled, allowed what a payment page needs, and told no path', async () => {
  clinic = await new Clinic().open();
  await clinic.press('Collect $125.00');
  expect(clinic.frame?.title).toBe('Secure payment page');
  expect(clinic.frame?.allow).toBe('payment; usb; hid; serial');
  expect(clinic.frame?.referrerPolicy).toBe('strict-origin');
});

test('auto opens in the page where there is room', async () => {
  clinic = await new Clinic().open();
  clinic.element.display = 'auto';
  await clinic.press('Collect $125.00');
  expect(clinic.broker.calls.findLast(({ path }) => path.endsWith('/launch'))?.body).toEqual({
    display: window.innerWidth < 480 ? 'incontext' : 'embedded',
  });
});

test('a payment open elsewhere can be taken over', async () => {
  clinic = new Clinic();
  clinic.broker.session = moved(clinic.broker.session, 'open');
  await clinic.open();
  await clinic.press('Take over');
  expect(clinic.frame?.src).toBe(hostedUrl);
});
