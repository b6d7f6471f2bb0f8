import { assert, integer, property, string } from 'fast-check';
import { decodeCents, encodeCents } from '@collect-payment/protocol';
import { describe, expect, it } from 'vitest';
import { judgeAmount } from './judge-amount.ts';

describe('an amount', () => {
  it('is taken whenever it is 0.01 to 9999999.99 with two decimals', () => {
    assert(
      property(integer({ min: 1, max: 999_999_999 }), (cents) => {
        expect(judgeAmount(encodeCents(cents))).toBeUndefined();
      }),
    );
  });

  it('is never taken unless it reads back as the same text', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 12 }), (text) => {
        expect(judgeAmount(text) !== undefined || encodeCents(decodeCents(text)) === text).toBe(true);
      }),
    );
  });

  it.each([
    ['-0.00', 'ERR_AMOUNT_NEGATIVE'],
    ['-5', 'ERR_AMOUNT_NEGATIVE'],
    ['0.00', 'ERR_AMOUNT_ZERO'],
    ['1.', 'ERR_AMOUNT_DECIMALS'],
    ['99999999999.999', 'ERR_AMOUNT_DECIMALS'],
    ['10000000.00', 'ERR_AMOUNT_TOO_LARGE'],
    ['+1.00', 'ERR_AMOUNT_FORMAT'],
    ['.50', 'ERR_AMOUNT_FORMAT'],
    ['007.00', 'ERR_AMOUNT_FORMAT'],
    ['', 'ERR_AMOUNT_FORMAT'],
    ['NaN', 'ERR_AMOUNT_FORMAT'],
  ])('is refused as %j by %s', (text, code) => {
    expect(judgeAmount(text)).toBe(code);
  });
});
