import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs, tell } from '../../../../scripts/tried/tried.ts';
import { concat, decodeHex, decodeTlv, encodeHex, encodeTlv, readCardData, tlv, tlvLimits, walkTlv, type Tlv } from '../../src/index.ts';
import { refusalOf } from '../hostile/refusal.ts';
import { sampleRead } from './sample.ts';

const troubleOf = (hex: string): unknown => refusalOf(() => decodeTlv(decodeHex(hex)))?.details;

describe('decodeTlv refuses', () => {
  test.each([
    ['an indefinite length', '70800000', 'length'],
    ['a length of four bytes', '5F208400000001AA', 'length'],
    ['a tag of five bytes', 'DF8181818101AA', 'tag'],
    ['a tag padded with zeros', 'DF800101AA', 'tag'],
    ['zeros between objects', '8A023030008A023030', 'tag'],
    ['FF between objects', '8A023030FF8A023030', 'tag'],
    ['a tag cut short', 'DFDF', 'cut'],
    ['a tag without a length', '8A', 'cut'],
    ['a length cut short', '8A8201', 'cut'],
    ['a value cut short', '8A0230', 'cut'],
    ['a child longer than its parent', '70038A0230', 'cut'],
    ['nine levels', Array.from({ length: 9 }, (_, index) => `70${((8 - index) * 2).toString(16).padStart(2, '0')}`).join(''), 'too deep'],
  ])('%s', (_, hex, trouble) => {
    expect(troubleOf(hex)).toEqual({ trouble });
  });

  test('more objects than allowed', () => {
    expect(troubleOf('8A00'.repeat(tlvLimits.maxObjects + 1))).toEqual({ trouble: 'too many objects' });
    expect(troubleOf('8A00'.repeat(tlvLimits.maxObjects))).toBeUndefined();
  });

  test('more bytes than allowed, before it reads the first', () => {
    expect(refusalOf(() => decodeTlv(new Uint8Array(tlvLimits.maxBytes + 1)))?.details).toEqual({ trouble: 'too large' });
  });
});

describe('encodeTlv refuses', () => {
  test.each([
    ['a value that is too long for its length', { ...tlv('8A', new Uint8Array(200)), lengthBytes: 1 as const }],
    ['a primitive value under a constructed tag', { ...tlv('8A', new Uint8Array(1)), tag: '70' }],
    ['children under a primitive tag', { ...tlv('70', []), tag: '8A' }],
    ['two tags in one', { ...tlv('8A', new Uint8Array(1)), tag: '8A8A' }],
  ])('%s', (_, object) => {
    expect(refusalOf(() => encodeTlv([object]))?.code).toBe('ERR_TLV');
  });
});

const primitiveTag = fc.constantFrom('8A', '95', '9F26', '5F2A', 'DFDF59', 'DF8101', '9F8101');
const constructedTag = fc.constantFrom('70', 'F9', 'FA', 'E1', 'BF0C', 'BF8101');
const { objects } = fc.letrec<{ objects: readonly Tlv[]; object: Tlv }>((tie) => ({
  objects: fc.array(tie('object'), { maxLength: 4 }),
  object: fc.oneof(
    { maxDepth: 5 },
    fc.tuple(primitiveTag, fc.uint8Array({ maxLength: 300 })).map(([tag, value]) => tlv(tag, value)),
    fc.tuple(constructedTag, tie('objects')).map(([tag, children]) => tlv(tag, children)),
  ),
}));

test('whatever is encoded is decoded again, with lengths longer than they need be too', (context) => {
  fc.assert(
    fc.property(objects, fc.boolean(), (made, wide) => {
      const sent = made.map((object): Tlv => (wide ? { ...object, lengthBytes: 4 } : object));
      const bytes = encodeTlv(sent);
      fc.pre(bytes.length <= tlvLimits.maxBytes);
      const read = decodeTlv(bytes);
      expect(encodeHex(encodeTlv(read))).toBe(encodeHex(bytes));
      expect([...walkTlv(read)].map(({ tag }) => tag)).toEqual([...walkTlv(sent)].map(({ tag }) => tag));
    }),
    runs(2_000),
  );
  tell(context, 'BER-TLV', 2_000, 'trees encoded, decoded and encoded again: the same bytes');
});

test('whatever is decoded is encoded again byte for byte, or refused', { timeout: 120_000 }, (context) => {
  const sample = decodeHex(sampleRead);
  const seen = { read: 0, refused: 0 };
  const damaged = fc
    .tuple(fc.nat(sample.length), fc.nat(12), fc.uint8Array({ maxLength: 12 }))
    .map(([at, drop, insert]) => concat([sample.subarray(0, at), insert, sample.subarray(at + drop)]));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        damaged,
        damaged.map((bytes) => bytes.subarray(2)),
      ),
      (bytes) => {
        refusalOf(() => readCardData(bytes));
        const refusal = refusalOf(() => {
          expect(encodeHex(encodeTlv(decodeTlv(bytes)))).toBe(encodeHex(bytes));
        });
        if (refusal) seen.refused += 1;
        else seen.read += 1;
      },
    ),
    runs(50_000),
  );
  tell(context, 'BER-TLV', seen.read + seen.refused, `byte strings: ${seen.read} read, ${seen.refused} refused, 0 crashes`);
  expect(seen.read).toBeGreaterThan(0);
});
