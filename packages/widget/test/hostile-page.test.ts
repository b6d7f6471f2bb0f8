import { afterEach, expect, test, vi } from 'vitest';
import { tell } from '../../../scripts/tried/tried.ts';
import { hostedUrl } from './broker-peer.ts';
import { Clinic } from './harness.ts';
import { moved } from './samples.ts';

// A page whose markup or prototypes an attacker could bend may be left without a payment; it is never made to pay another amount, at another place,
// or to tell the client secret to anybody. What breaks then, in Lit or in the browser, is not these tests' matter.
vi.spyOn(console, 'error').mockImplementation(() => undefined);
const passOver = (event: Event): void => {
  event.preventDefault();
  event.stopImmediatePropagation();
};
for (const type of ['error', 'unhandledrejection']) window.addEventListener(type, passOver, { capture: true });

let clinic: Clinic | undefined;
afterEach(() => clinic?.close());

const attempts: readonly ((visited: Clinic) => Promise<unknown>)[] = [
  (visited) => visited.open(),
  (visited) => visited.press('Collect $125.00'),
  (visited) => visited.hears('{"launchInContext":true}', 'https://hosted.example'),
  (visited) => visited.rest(),
];

/** Tries to pay, and looks where the element went, whom it told and what it said. True when the payment page was opened, there where it belongs. */
async function payIn(): Promise<boolean> {
  const { href } = location;
  try {
    clinic = new Clinic();
  } catch {
    return false;
  }
  for (const attempt of attempts) await attempt(clinic).catch(() => undefined);
  const { id } = clinic.broker.session;
  const frame = clinic.element.shadowRoot?.querySelector<HTMLIFrameElement>('[part=frame]');
  expect(location.href).toBe(href);
  expect(clinic.left).toEqual([]);
  expect(clinic.settled).toEqual([]);
  expect([undefined, hostedUrl]).toContain(frame?.src);
  for (const { path, headers, credentials } of clinic.broker.calls) {
    const ofBroker = path.startsWith(`/pay/v1/payment-sessions/${id}`);
    expect(ofBroker || path === '/collect').toBe(true);
    expect(headers.get('authorization')).toBe(ofBroker ? `Bearer cs_${id}` : null);
    expect(credentials).toBe(ofBroker ? 'omit' : undefined);
  }
  const words = clinic.element.shadowRoot?.textContent ?? '';
  expect(words).not.toMatch(/Paid \$|evil|\$(?!125\.00)/);
  return frame?.src === hostedUrl;
}

/** What a page asks of its document, and what a named element can stand in the place of. */
const documentNames = [
  'activeElement',
  'adoptedStyleSheets',
  'body',
  'cookie',
  'createComment',
  'createElement',
  'createTreeWalker',
  'defaultView',
  'documentElement',
  'getElementById',
  'head',
  'hidden',
  'importNode',
  'querySelector',
  'title',
  'visibilityState',
];
const windowNames = [
  'customElements',
  'fetch',
  'history',
  'innerWidth',
  'location',
  'navigator',
  'open',
  'opener',
  'parent',
  'top',
  'trustedTypes',
];
const tags = ['form', 'img', 'object', 'a'] as const;

function clobber(tag: (typeof tags)[number], name: string): Element {
  const element = document.createElement(tag);
  // As markup, so that no lookup through the document is needed to take it away again.
  element.setAttribute('name', name);
  element.id = name;
  const inner = document.createElement('input');
  inner.name = 'lang';
  inner.id = 'src';
  element.append(inner);
  Clinic.place.append(element);
  return element;
}

test('no element of the page’s, whatever it is named, sends a payment or the secret elsewhere', { timeout: 120_000 }, async (context) => {
  let tried = 0;
  let paid = 0;
  for (const tag of tags) {
    for (const name of [...documentNames, ...windowNames]) {
      const element = clobber(tag, name);
      try {
        if (await payIn()) paid += 1;
      } finally {
        element.remove();
        clinic?.close();
        clinic = undefined;
      }
      tried += 1;
    }
  }
  expect(tried).toBe(tags.length * (documentNames.length + windowNames.length));
  expect(paid).toBeGreaterThan(tried / 2);
  tell(context, 'clobbered names', tried, `in the page's markup: ${paid} payment pages opened all the same, 0 elsewhere`);
});

/** What the element, Lit or the browser looks for on an object that may not have it. */
const fieldNames = [
  'id',
  'clientSecret',
  'balanceOf',
  'fetchSession',
  'sessionUrl',
  'broker',
  'display',
  'audience',
  'environment',
  'messages',
  'url',
  'tokenExpiresAt',
  'opening',
  'status',
  'outcome',
  'final',
  'approvedAmount',
  'balanceDue',
  'receipt',
  'error',
  'code',
  'requestId',
  'source',
  'type',
  'session',
  'how',
  'redirectIframeUrl',
  'closeInContext',
  'returnURL',
  'lead',
  'strong',
  'text',
  'hint',
  'main',
  'choices',
  'tone',
  'redirect',
  'referrer',
  'integrity',
  'keepalive',
  'cache',
  'priority',
  'duplex',
  'window',
  'signal',
  'attribute',
  'converter',
  'hasChanged',
  'noAccessor',
  'useDefault',
  'creationScope',
  'renderBefore',
  'shadowRootOptions',
  'styles',
  '_$litType$',
  '_$litDirective$',
  '_$litElement$',
  'strings',
  'parts',
  'el',
  'h',
  'raw',
  'handleEvent',
  'src',
  'srcdoc',
  'innerHTML',
  'bubbles',
  'composed',
  'capture',
  'once',
  'passive',
  'lang',
  'place',
  'reason',
  'persisted',
  'toJSON',
  'polluted',
];
const everyObject = Object.prototype;
const poison: readonly unknown[] = [
  'https://evil.example/',
  true,
  {},
  { status: 'approved', final: true, approvedAmount: { value: '1.00', currency: 'USD' }, url: 'https://evil.example/' },
  ['evil', 'start'],
  () => 'evil',
];

test('no value on the prototype of all objects sends a payment or the secret elsewhere', { timeout: 240_000 }, async (context) => {
  let tried = 0;
  let paid = 0;
  for (const name of fieldNames) {
    for (const value of poison) {
      Object.defineProperty(everyObject, name, { value, configurable: true, enumerable: false, writable: true });
      try {
        if (await payIn()) paid += 1;
      } finally {
        Reflect.deleteProperty(everyObject, name);
        clinic?.close();
        clinic = undefined;
      }
      tried += 1;
    }
  }
  expect(tried).toBe(fieldNames.length * poison.length);
  expect(paid).toBeGreaterThan(tried / 2);
  tell(context, 'polluted prototypes', tried, `a name and a value each: ${paid} payment pages opened all the same, 0 elsewhere`);
});

test('an attribute or a child of the element changes neither the amount nor the receipt', async () => {
  clinic = new Clinic();
  for (const name of [
    'amount',
    'value',
    'currency',
    'patient',
    'session',
    'client-secret',
    'status',
    'fetchsession',
    'environment',
    'messages',
  ])
    clinic.element.setAttribute(name, '1.00');
  clinic.element.append(Object.assign(document.createElement('form'), { name: 'broker', textContent: 'Paid $1.00' }));
  await clinic.open();
  expect(clinic.buttons).toEqual(['Collect $125.00']);
  await clinic.press('Collect $125.00');
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  expect(clinic.words).toContain('Paid $125.00');
  expect(clinic.settled[0]?.outcome.approvedAmount?.value).toBe('125.00');
});
