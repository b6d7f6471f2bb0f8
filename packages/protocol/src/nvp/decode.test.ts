import { expect, test } from 'vitest';
import type { ProtocolErrorCode } from '../errors.ts';
import { decodeNvp } from './decode.ts';

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))));
const refusal = (code: ProtocolErrorCode, details: object = {}) => expect.objectContaining({ code, details });

test('names compare in any ASCII case and keep their spelling', () => {
  const fields = decodeNvp('RelayState=a&accountID=b');
  expect(fields.get('relaystate')).toBe('a');
  expect(fields.has('ACCOUNTid')).toBe(true);
  expect([...fields.entries()]).toEqual([
    ['RelayState', 'a'],
    ['accountID', 'b'],
  ]);
});

test('a Kelvin sign is no k', () => {
  expect(decodeNvp('to%E2%84%AAen=x').has('token')).toBe(false);
});

test('a name inherited from Object is no field', () => {
  expect(decodeNvp('a=1').get('constructor')).toBeUndefined();
  expect(decodeNvp('__proto__=1').get('__proto__')).toBe('1');
});

test('escapes, plus signs and equals signs in values', () => {
  expect(decodeNvp('a=O%27Brien+%3C%26%22%3E+%e6%9d%8e&b=x=y=&c=').get('a')).toBe(`O'Brien <&"> 李`);
  expect(decodeNvp('a=1&b=x=y=&c=').get('b')).toBe('x=y=');
  expect(decodeNvp('a=1&b=x=y=&c=').get('c')).toBe('');
});

test('the documented form is read to the letter', () => {
  const fields = decodeNvp('cardHolderName= &responseMessage=Partially Approved $1.00 + 5%&', { form: 'as-documented' });
  expect(fields.get('cardHolderName')).toBe(' ');
  expect(fields.get('responseMessage')).toBe('Partially Approved $1.00 + 5%');
});

test('a byte-order mark before the body, line breaks behind it and a last ampersand are no part of it', () => {
  expect([...decodeNvp(bytes(0xef, 0xbb, 0xbf, 'a=1&b=2&\r\n')).entries()]).toEqual([
    ['a', '1'],
    ['b', '2'],
  ]);
});

test('a byte-order mark within a value stays', () => {
  expect(decodeNvp('a=%EF%BB%BFx').get('a')).toBe('\uFEFFx');
});

test('an exact repetition collapses, whatever the case of its name', () => {
  expect(decodeNvp('amount=1.00&AMOUNT=1.00').size).toBe(1);
});

test.each([
  ['', 'ERR_NVP_EMPTY', {}],
  ['&', 'ERR_NVP_EMPTY', {}],
  ['\r\n', 'ERR_NVP_EMPTY', {}],
  ['amount=1.00&x=1&AMOUNT=2.00', 'ERR_NVP_DUPLICATE_NAME', { pair: 3 }],
  ['a=1&b=%zz', 'ERR_NVP_BAD_ESCAPE', { pair: 2 }],
  ['a=%4&b=2', 'ERR_NVP_BAD_ESCAPE', { pair: 1 }],
  ['a=%&b=2', 'ERR_NVP_BAD_ESCAPE', { pair: 1 }],
  ['a=%g', 'ERR_NVP_BAD_ESCAPE', { pair: 1 }],
  ['a%=2', 'ERR_NVP_BAD_ESCAPE', { pair: 1 }],
  ['a=1&b=%', 'ERR_NVP_TRUNCATED', { pair: 2 }],
  ['a=1&b=%4', 'ERR_NVP_TRUNCATED', { pair: 2 }],
  ['a=1&b=%E6%9D', 'ERR_NVP_TRUNCATED', { pair: 2 }],
  ['a=1&bcd', 'ERR_NVP_TRUNCATED', { pair: 2 }],
  ['a=1&b&c=2', 'ERR_NVP_PAIR', { pair: 2 }],
  ['a=1&&c=2', 'ERR_NVP_PAIR', { pair: 2 }],
  ['a=1&&', 'ERR_NVP_PAIR', { pair: 2 }],
  ['&a=1', 'ERR_NVP_PAIR', { pair: 1 }],
  ['=1', 'ERR_NVP_PAIR', { pair: 1 }],
  ['a=1&b=x\0y', 'ERR_NVP_CONTROL_CHARACTER', { pair: 2 }],
  ['a=x%0D%0AInjected:1', 'ERR_NVP_CONTROL_CHARACTER', { pair: 1 }],
  ['a=x\ny&b=1', 'ERR_NVP_CONTROL_CHARACTER', { pair: 1 }],
  ['a%00b=1', 'ERR_NVP_CONTROL_CHARACTER', { pair: 1 }],
  ['a=%7F', 'ERR_NVP_CONTROL_CHARACTER', { pair: 1 }],
  ['a=%C2%85', 'ERR_NVP_CONTROL_CHARACTER', { pair: 1 }],
  ['a=%FF', 'ERR_NVP_NOT_UTF8', {}],
  ['a=%C0%80', 'ERR_NVP_NOT_UTF8', {}],
  ['a=%ED%A0%80', 'ERR_NVP_NOT_UTF8', {}],
  ['a=%E6%9D&b=1', 'ERR_NVP_NOT_UTF8', {}],
  ['a=\uD800', 'ERR_NVP_NOT_UTF8', {}],
  [bytes('a=', 0xff), 'ERR_NVP_NOT_UTF8', {}],
  [bytes('a=O', 0x92, 'Brien'), 'ERR_NVP_NOT_UTF8', {}],
  [Buffer.from('a=1', 'utf16le'), 'ERR_NVP_CONTROL_CHARACTER', { pair: 1 }],
] satisfies [string | Uint8Array, ProtocolErrorCode, object][])('%j is refused with %s', (body, code, details) => {
  expect(() => decodeNvp(body)).toThrow(refusal(code, details));
});

test('the cap counts bytes, and a body of exactly that many is read', () => {
  const body = `a=${'李'.repeat(10)}`;
  expect(decodeNvp(body, { maxBytes: 32 }).get('a')).toBe('李'.repeat(10));
  expect(() => decodeNvp(body, { maxBytes: 31 })).toThrow(refusal('ERR_NVP_TOO_LARGE', { maxBytes: 31 }));
  expect(() => decodeNvp(`a=${'x'.repeat(65_536)}`)).toThrow(refusal('ERR_NVP_TOO_LARGE', { maxBytes: 65_536 }));
  expect(() => decodeNvp(Buffer.alloc(65_537, 0x61))).toThrow(refusal('ERR_NVP_TOO_LARGE', { maxBytes: 65_536 }));
});

const silent = (error: unknown) => !JSON.stringify([error, String(error), (error as Error).cause]).includes('hunter2');

test.each(['securityKey=hunter2&securityKey=other', 'securityKey=hunter2%zz', 'securityKey=1&hunter2'])(
  'the error for %j tells nothing of it',
  (body) => {
    expect(() => decodeNvp(body)).toThrow(expect.toSatisfy(silent));
  },
);
