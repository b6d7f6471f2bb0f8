import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs, tell, times } from '../../../../scripts/tried/tried.ts';
import { decodeNvp, encodeNvp } from '../../src/index.ts';
import { refusalOf } from './refusal.ts';

const text = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('&a=1', '%', '+', '=', ' ', '', '李'),
  )
  .filter((value) => value.isWellFormed() && !/\p{Cc}/u.test(value));
const pairs = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,12}$/), text), {
  minLength: 1,
  maxLength: 8,
  selector: ([name]) => name.toLowerCase(),
});
const codeOf = (body: string | Uint8Array) => refusalOf(() => decodeNvp(body))?.code ?? 'read';
const valuesOf = (body: string | Uint8Array) => Array.from(decodeNvp(body).entries());
const timeout = { timeout: 60_000 };

test('any values come back unchanged, whatever line end, mark or "&" stands around them', timeout, (context) => {
  const around = fc.constantFrom(['', ''], ['\uFEFF', ''], ['', '\r\n'], ['', '\n\n'], ['', '&'], ['\uFEFF', '&\r\n']);
  fc.assert(
    fc.property(pairs, around, (sent, [before = '', after = '']) => {
      const body = `${before}${encodeNvp(sent)}${after}`;
      expect(valuesOf(Buffer.from(body))).toEqual(sent);
      expect(valuesOf(body)).toEqual(sent);
    }),
    runs(6_000),
  );
  tell(context, 'NVP round trips', times(6_000), 'bodies, 0 changed');
});

test('a body cut at any byte has only names and values of the whole one, the last perhaps cut, or is refused', timeout, (context) => {
  let cuts = 0;
  fc.assert(
    fc.property(pairs, (sent) => {
      const body = Buffer.from(encodeNvp(sent));
      for (let length = 0; length < body.length; length += 1) {
        cuts += 1;
        const cut = body.subarray(0, length);
        if (codeOf(cut) !== 'read') continue;
        const read = valuesOf(cut);
        const [name, value] = read.pop() ?? ['', ''];
        expect(sent.slice(0, read.length)).toEqual(read);
        expect(sent[read.length]?.[0]).toBe(name);
        expect(sent[read.length]?.[1].startsWith(value)).toBe(true);
      }
    }),
    runs(150, 1),
  );
  tell(context, 'NVP cuts', cuts, 'cut bodies, 0 with a value of their own');
});

test('a name that comes again with another value, in any case, is refused', timeout, (context) => {
  fc.assert(
    fc.property(pairs, fc.nat(), text, fc.boolean(), (sent, at, other, upper) => {
      const [name, value] = sent[at % sent.length] ?? ['', ''];
      const again = encodeNvp([[upper ? name.toUpperCase() : name, other]]);
      expect(codeOf(`${encodeNvp(sent)}&${again}`)).toBe(value === other ? 'read' : 'ERR_NVP_DUPLICATE_NAME');
    }),
    runs(3_000, 2),
  );
  tell(context, 'NVP repeated names', times(3_000), 'bodies, 0 with two meanings');
});

test('a bad escape anywhere is refused', timeout, (context) => {
  const bad = fc.constantFrom(
    '%G0',
    '%0',
    '%',
    '%-1',
    '%%41',
    '%C3',
    '%ED%A0%80',
    '%C0%80',
    '%FF',
    '%F5%80%80%80',
    '%u0041',
    '%0x',
    '%00',
    '%0A',
    '%7F',
  );
  fc.assert(
    fc.property(pairs, bad, fc.boolean(), (sent, escape, last) => {
      const body = last
        ? `${encodeNvp(sent)}&zz=a${escape}`
        : `zz=a${escape}&${encodeNvp(sent.filter(([name]) => name.toLowerCase() !== 'zz'))}`;
      expect(codeOf(body)).toMatch(/^ERR_NVP_(BAD_ESCAPE|NOT_UTF8|CONTROL_CHARACTER|TRUNCATED|PAIR|DUPLICATE_NAME)$/);
    }),
    runs(3_000, 3),
  );
  tell(context, 'NVP bad escapes', times(3_000), 'bodies, 0 read');
});

test('a megabyte is refused for its size alone', (context) => {
  const bodies = ['a=', 'a', '&', '=', '%', '%41', '+', '\n', '\u0000', '李', 'a=b&'].map((unit) =>
    unit.repeat(Math.ceil(2 ** 20 / unit.length)),
  );
  for (const body of bodies) expect([codeOf(body), codeOf(Buffer.from(body))]).toEqual(['ERR_NVP_TOO_LARGE', 'ERR_NVP_TOO_LARGE']);
  tell(context, 'NVP of 1 MB', bodies.length, 'bodies, each refused by its size');
});
