import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { scrub } from './scrub.ts';

const runs = { numRuns: 10_000 };
const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: length, maxLength: length });

/** The number that Luhn's digit makes of these. */
function complete(head: string): string {
  const sum = head
    .split('')
    .toReversed()
    .reduce((total, digit, place) => {
      const doubled = Number(digit) * (place % 2 === 0 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return `${head}${(10 - (sum % 10)) % 10}`;
}

const brands = fc.constantFrom(['4', 13], ['4', 16], ['4', 19], ['51', 16], ['2221', 16], ['34', 15], ['36', 14], ['6011', 16], ['62', 19]);
const cardNumber = brands.chain(([prefix, length]) => digits(length - 1 - prefix.length).map((rest) => complete(`${prefix}${rest}`)));
const printed = (card: string, separator: string): string =>
  card.length === 15
    ? [card.slice(0, 4), card.slice(4, 10), card.slice(10)].join(separator)
    : (card.match(/.{1,4}/g) ?? []).slice(0, 3).join(separator) + separator + card.slice(12);
const socialSecurityNumber = fc
  .tuple(fc.integer({ min: 1, max: 899 }), fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 9999 }))
  .filter(([area]) => area !== 666)
  .map(([area, group, serial]) =>
    [String(area).padStart(3, '0'), String(group).padStart(2, '0'), String(serial).padStart(4, '0')].join('-'),
  );
const label = fc.string({ unit: fc.constantFrom(...'abcxyz019'.split('')), minLength: 1, maxLength: 12 });
const mailAddress = fc
  .tuple(label, label, fc.constantFrom('com', 'org', 'clinic', 'example'))
  .map(([who, where, top]) => `${who}@${where}.${top}`);

/** What may stand beside it, as somebody would write it. */
const before = fc.constantFrom(
  '',
  ' ',
  ', ',
  ': ',
  '"',
  '\n',
  '\t',
  '\u0001',
  '\\',
  '{',
  '=',
  '/',
  '(',
  'card ',
  '\u0085',
  '\u2028',
  '…',
  'ü',
);
const after = fc.constantFrom('', ' ', ', ', '.', '"', '\n', '}', '/', ')', ' is it', '\u0085', '…', 'ü');
/** How it may stand in a line. */
const places: readonly ((text: string) => object)[] = [
  (text) => ({ type: 'x', text }),
  (text) => ({ deep: [{ er: [text] }] }),
  (text) => ({ [text]: 1 }),
  (text) => ({ json: JSON.stringify({ text }) }),
];
const place = fc.constantFrom(...places);

function linesWith(planted: fc.Arbitrary<string>): fc.Arbitrary<{ readonly planted: string; readonly line: string }> {
  return fc
    .tuple(planted, before, after, place)
    .map(([text, head, tail, put]) => ({ planted: text, line: `${JSON.stringify(put(`${head}${text}${tail}`))}\n` }));
}

function expectGone({ planted, line }: { readonly planted: string; readonly line: string }): void {
  const scrubbed = scrub(line);
  expect(scrubbed).not.toContain(planted);
  expect(scrubbed.endsWith('\n')).toBe(true);
  expect(() => void JSON.parse(scrubbed)).not.toThrow();
}

const isPrintable = (line: string) => /^[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]*$/u.test(line.slice(0, -1));
const hexOf = (length: number) =>
  fc.string({
    unit: fc.oneof(fc.constantFrom(...'0123456789'.split('')), fc.constantFrom(...'0123456789abcdef'.split(''))),
    minLength: length,
    maxLength: length,
  });

describe('the scrubber', { timeout: 120_000 }, () => {
  it('lets none of 10,000 card numbers pass, plain or in groups, wherever they stand', () => {
    const written = fc
      .tuple(cardNumber, fc.constantFrom('', ' ', '-'))
      .map(([card, separator]) => (separator === '' || card.length < 15 || card.length > 19 ? card : printed(card, separator)));
    fc.assert(fc.property(linesWith(written), expectGone), runs);
  });

  it('lets none of 10,000 social security numbers pass', () => {
    fc.assert(fc.property(linesWith(socialSecurityNumber), expectGone), runs);
  });

  it('lets none of 10,000 e-mail addresses pass', () => {
    fc.assert(fc.property(linesWith(mailAddress), expectGone), runs);
  });

  it('makes a card number that was logged as a number a word, so that the line stays JSON', () => {
    expect(scrub('{"a":4111111111111111,"b":1}\n')).toBe('{"a":"[card number]","b":1}\n');
  });

  it('writes out whatever would begin a line, move the cursor or turn the text around', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('\r', '\n', '\u001B', '\u007F', '\u0085', '\u2028', '\u202E', '\u2066', '\uFEFF', 'a'),
    });
    fc.assert(
      fc.property(hostile, (text) => {
        const line = scrub(`${JSON.stringify({ text })}\n`);
        expect(isPrintable(line)).toBe(true);
        expect(JSON.parse(line)).toEqual({ text });
      }),
      runs,
    );
    expect(scrub('not JSON\nat all\n')).toBe('not JSON\\u000aat all\n');
  });

  it('leaves ids, times, hashes and what else is ours as they are', () => {
    const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'.split('');
    const sometimesDigits = fc.oneof(fc.constantFrom(...'0123456789'.split('')), fc.constantFrom(...base62));
    const id = fc.string({ unit: sometimesDigits, minLength: 22, maxLength: 22 });
    const ours = fc.record({
      sessionId: id.map((text) => `ps_${text}`),
      attentionId: id.map((text) => `att_${text}_2`),
      deliveryId: id.map((text) => `evt_${text}_3-main`),
      requestId: hexOf(24).map((text) => `req_${text}`),
      launchId: hexOf(24),
      hash: hexOf(64),
      transactionId: hexOf(32),
      owner: fc.uuid(),
      time: fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
      atMs: fc.integer({ min: 1_000_000_000_000, max: 2_900_000_000_000 }),
      durationMs: fc.double({ min: 0, max: 10_000, noNaN: true }),
      url: fc.integer({ min: 1, max: 65_535 }).map((port) => `http://127.0.0.1:${port}`),
      frame: fc.constantFrom('at f (file:///x/node_modules/.pnpm/fastify@5.12.8/node_modules/fastify/lib/a.js:10:2)'),
    });
    fc.assert(
      fc.property(ours, (entry) => {
        const line = `${JSON.stringify(entry)}\n`;
        expect(scrub(line)).toBe(line);
      }),
      runs,
    );
  });

  it('is the last step before the destination', () => {
    const lines: string[] = [];
    const log = createLog({ write: (line) => void lines.push(line) });
    log({ type: 'notice_unmatched', tenantId: 'jo@clinic.example', statusCode: '4111 1111 1111 1111\r\n' });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ tenantId: '[e-mail address]', statusCode: '[card number]\r\n' });
  });
});
