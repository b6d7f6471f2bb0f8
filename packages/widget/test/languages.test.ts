import { afterEach, describe, expect, test } from 'vitest';
import bundle from '../dist/collect-payment.js?raw';
import { addLanguage } from '../src/messages/languages.ts';
import { arabicSaving } from '../src/messages/ar-save.ts';
import { englishSaving } from '../src/messages/en-save.ts';
import { spanishSaving } from '../src/messages/es-save.ts';
import { frenchSaving } from '../src/messages/fr-save.ts';
import { vietnameseSaving } from '../src/messages/vi-save.ts';
import { chineseSaving } from '../src/messages/zh-save.ts';
import { arabic } from '../src/messages/ar.ts';
import { spanish } from '../src/messages/es.ts';
import { french } from '../src/messages/fr.ts';
import { english, type MessageKey, type Messages } from '../src/messages/messages.ts';
import { vietnamese } from '../src/messages/vi.ts';
import { chinese } from '../src/messages/zh.ts';
import { gzipBytes } from './gzip-bytes.ts';
import { Clinic } from './harness.ts';
import { moved, sampleSaving } from './samples.ts';

// As the build wrote them.
const files = import.meta.glob<string>('../dist/collect-payment-*.json', { query: '?raw', import: 'default', eager: true });
const list = '../dist/collect-payment-languages.json';
const languages: Readonly<Record<string, Messages>> = { ar: arabic, es: spanish, fr: french, vi: vietnamese, zh: chinese };
const savings: Readonly<Record<string, Messages>> = {
  'ar-save': arabicSaving,
  'en-save': englishSaving,
  'es-save': spanishSaving,
  'fr-save': frenchSaving,
  'vi-save': vietnameseSaving,
  'zh-save': chineseSaving,
};
const catalogues = { ...languages, ...savings };
const blanks = (text: string): readonly string[] => text.match(/\{\w+\}/g) ?? [];
const keys = Object.keys(english) as MessageKey[];

async function integrityOf(file: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-384', new TextEncoder().encode(file));
  return `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

let clinic: Clinic | undefined;
afterEach(() => clinic?.close());

/** The element on a page in a language whose words lie in a file. */
function speaking(tag: string, words: () => Response | Promise<Response>, page = new Clinic()): Clinic {
  clinic = page;
  clinic.broker.next('/collect-payment-languages.json', () => Response.json({ [tag]: [`words-${tag}.json`, 'sha384-abc'] }), 2);
  clinic.broker.next(`words-${tag}.json`, words);
  clinic.element.lang = tag;
  return clinic;
}
const card = (): Element | null | undefined => clinic?.root.querySelector('[part=card]');

describe.each(Object.entries(catalogues))('%s', (language, messages) => {
  test('has every word, with the same blanks', () => {
    expect(Object.keys(messages).toSorted()).toEqual(keys.toSorted());
    for (const key of keys) expect([key, blanks(messages[key])]).toEqual([key, blanks(english[key])]);
    for (const key of keys) expect(messages[key].trim(), key).not.toBe('');
  });

  test('is a file of its own of at most 2 KB gzipped, listed by its digest', async () => {
    const file = files[`../dist/collect-payment-${language}.json`] ?? '';
    expect(JSON.parse(file)).toEqual(messages);
    expect(await gzipBytes(file)).toBeLessThanOrEqual(2 * 1024);
    expect(files[list]).toContain(`"${language}":["collect-payment-${language}@`);
    expect(files[list]).toContain(await integrityOf(file));
    expect(bundle).not.toContain(messages.securePage);
  });

  test('says two different things of a payment that failed and of one in doubt', () => {
    const said = [messages.failed, messages.declined, messages.canceled, messages.expired, messages.unresolved];
    expect(new Set(said).size).toBe(said.length);
    expect(messages.unresolved).not.toContain(messages.failed);
  });
});

test.each(Object.entries(savings))('%s says other things of a card than of a payment, wherever the two differ', (language, messages) => {
  const ofPayment = languages[language.slice(0, 2)] ?? english;
  const same = keys.filter((key) => messages[key] === ofPayment[key]);
  for (const key of ['payHint', 'askCancel', 'canceled', 'declined', 'failed', 'expired', 'expiredHint', 'unresolved', 'doNotPay'] as const)
    expect(same).not.toContain(key);
  expect([messages.save, messages.saved, messages.confirming]).toEqual([ofPayment.save, ofPayment.saved, ofPayment.confirming]);
});

test('the words for a card are fetched when a card is saved, and for no payment', async () => {
  const page = speaking('es-save', () => Response.json(spanishSaving), new Clinic(sampleSaving()));
  page.element.lang = 'es';
  page.element.audience = 'patient';
  await page.open();
  await page.rest();
  expect([page.buttons, page.words.includes(spanishSaving.payHint)]).toEqual([['Guardar una tarjeta'], true]);
  expect(page.broker.count('GET', 'words-es-save.json')).toBe(1);
});

test('without them two words of the script serve', async () => {
  const page = speaking('de-save', () => new Response('not found', { status: 404 }), new Clinic(sampleSaving()));
  page.element.lang = 'de';
  await page.open();
  expect(page.buttons).toEqual(['Save a card']);
  await page.press('Save a card');
  await page.happens(moved(page.broker.session, 'saved'));
  expect(page.words).toContain('Saved: VISA ending 1111');
});

test('the script names the list of languages by its digest', async () => {
  expect(bundle).toContain(await integrityOf(files[list] ?? ''));
});

test('there is a file for every language, and a language for every file', () => {
  const named = [...Object.keys(catalogues), 'languages'].map((name) => `../dist/collect-payment-${name}.json`);
  expect(Object.keys(files).toSorted()).toEqual(named.toSorted());
});

test('the words of the page’s language are fetched by their digest, and shown once they are there', async () => {
  const words = Promise.withResolvers<Response>();
  const price = (125).toLocaleString('fr', { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' });
  const page = speaking('fr', () => words.promise);
  await page.open();
  // Money and dates are in the language from the start: they need no words.
  expect(page.buttons).toEqual([`Collect ${price}`]);
  expect(card()?.getAttribute('lang')).toBe('en');
  words.resolve(Response.json(french));
  await page.rest();
  expect(page.buttons).toEqual([`Encaisser ${price}`]);
  expect(card()?.getAttribute('lang')).toBe('fr');
  const fetched = page.broker.calls.filter(({ path }) => path.endsWith('words-fr.json'));
  expect(fetched.map(({ path, credentials, integrity }) => ({ path, credentials, integrity }))).toEqual([
    { path: '/pay/widget/words-fr.json', credentials: 'omit', integrity: 'sha384-abc' },
  ]);
});

test.each([
  ['cannot be reached', () => Promise.reject(new TypeError('blocked'))],
  ['are not there', () => new Response('not found', { status: 404 })],
])('words that %s stay English, and the payment is made', async (_, words) => {
  const page = speaking('vi', words);
  await page.open();
  expect(card()?.getAttribute('lang')).toBe('en');
  const button = page.buttons[0] ?? '';
  expect(button).toContain('125,00');
  await page.press(button);
  await page.happens(moved(page.broker.session, 'approved'));
  expect(page.words).toContain('Paid');
  expect(page.errors).toEqual([]);
});

test('a language is asked for once, whatever else changes', async () => {
  const page = speaking('zh', () => Response.json(chinese));
  await page.open();
  page.element.audience = 'patient';
  await page.rest();
  expect(page.broker.count('GET', 'words-zh.json')).toBe(1);
  expect(page.words).toContain(chinese.payHint);
});

test('Arabic runs from right to left, on a page that does not, with the digits of the payment page', async () => {
  addLanguage('ar', arabic);
  clinic = new Clinic();
  clinic.element.lang = 'ar-EG';
  await clinic.open();
  expect(card()?.getAttribute('dir')).toBe('rtl');
  expect(getComputedStyle(clinic.button(clinic.buttons[0] ?? '')).direction).toBe('rtl');
  await clinic.press(clinic.buttons[0] ?? '');
  await clinic.happens(moved(clinic.broker.session, 'approved'));
  expect(clinic.words).toContain('125.00 US$\u200E');
  expect(clinic.words).toContain('2026');
  expect(clinic.words).not.toMatch(/[٠-٩]/);
});

test('another language is taken from around the element, and a host changes single words', async () => {
  addLanguage('es', spanish);
  clinic = new Clinic();
  clinic.element.lang = 'es-US';
  clinic.element.messages = { collect: 'Cobrar ya {amount}' };
  await clinic.open();
  expect(clinic.buttons).toEqual(['Cobrar ya $125.00']);
  await clinic.press('Cobrar ya $125.00');
  expect(clinic.words).toContain('Página de pago segura');
});

test('a language tag that is none falls back to English', async () => {
  clinic = new Clinic();
  clinic.element.lang = 'not_a_tag!';
  await clinic.open();
  expect(clinic.buttons).toEqual(['Collect $125.00']);
});
