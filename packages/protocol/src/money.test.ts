import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCents, encodeCents } from './money.ts';

const malformed = expect.objectContaining({ code: 'ERR_MONEY_FORMAT' });

test.each([
  ['125.00', 12_500],
  ['125', 12_500],
  ['1', 100],
  ['0.50', 50],
  ['0.5', 50],
  ['12.00', 1_200],
  ['0', 0],
  ['9999999.99', 999_999_999],
  ['9999999999', 999_999_999_900],
])('%s is %i cents', (text, cents) => {
  expect(decodeCents(text)).toBe(cents);
});

// Separated by bars.
const noAmounts = '| |-1.00|+1.00|1,000.00|1.000|.50|1.|01.00|00|1e3|0x10| 1.00|1.00 |1.00\n|$1.00|١٢|NaN|Infinity|10000000.00|12345678901';

test.each(noAmounts.split('|'))('%j is no amount', (text) => {
  expect(() => decodeCents(text)).toThrow(malformed);
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1_000_000_000])('%d cents cannot be written', (cents) => {
  expect(() => encodeCents(cents)).toThrow(malformed);
});

test('every amount that can be written reads back as itself, with two decimals', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), (cents) => {
      expect(encodeCents(cents)).toMatch(/^(0|[1-9][0-9]*)\.[0-9]{2}$/);
      expect(decodeCents(encodeCents(cents))).toBe(cents);
    }),
    { numRuns: 5_000 },
  );
});
