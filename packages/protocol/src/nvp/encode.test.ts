import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeNvp } from './decode.ts';
import { encodeNvp } from './encode.ts';

const refusal = (code: string) => expect.objectContaining({ code });

test('everything but letters, digits, dot, dash and underscore is escaped', () => {
  expect(encodeNvp([['patientLastName', `O'Brien <&"> 李`]])).toBe('patientLastName=O%27Brien%20%3C%26%22%3E%20%E6%9D%8E');
  expect(encodeNvp([['a', "!'()*~-._+%=&"]])).toBe('a=%21%27%28%29%2A%7E-._%2B%25%3D%26');
});

test('a value cannot add a field', () => {
  expect([...decodeNvp(encodeNvp([['name', 'x&amount=1.00']])).entries()]).toEqual([['name', 'x&amount=1.00']]);
});

test.each([
  [[], 'ERR_NVP_EMPTY'],
  [[['', 'x']], 'ERR_NVP_PAIR'],
  [[['a', 'x\ny']], 'ERR_NVP_CONTROL_CHARACTER'],
  [[['a\0', 'x']], 'ERR_NVP_CONTROL_CHARACTER'],
  [[['a', '\uDC00']], 'ERR_NVP_NOT_UTF8'],
  [
    [
      ['a', '1'],
      ['A', '2'],
    ],
    'ERR_NVP_DUPLICATE_NAME',
  ],
] satisfies [[string, string][], string][])('%j cannot be written: %s', (pairs, code) => {
  expect(() => encodeNvp(pairs)).toThrow(refusal(code));
});

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.replace(/\p{Cc}/gu, ''));
const pairs = fc.uniqueArray(
  fc.tuple(
    text.filter((name) => name !== ''),
    text,
  ),
  { minLength: 1, maxLength: 12, selector: ([name]) => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) },
);

test('any text comes back unchanged, here and from the platform’s own form reader', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(pairs, (written) => {
      const body = encodeNvp(written);
      expect([...decodeNvp(body).entries()]).toEqual(written);
      expect([...new URLSearchParams(body)]).toEqual(written);
    }),
    { numRuns: 20_000 },
  );
});
