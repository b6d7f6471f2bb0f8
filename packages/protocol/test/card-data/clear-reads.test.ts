import { describe, expect, test } from 'vitest';
import {
  concat,
  decodeDeviceMessage,
  decodeHex,
  encodeDeviceMessage,
  readCardData,
  tlv,
  wipe,
  type ProtocolErrorCode,
  type Tlv,
} from '../../src/index.ts';
import { refusalOf } from '../hostile/refusal.ts';
import { sampleRead } from './sample.ts';

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const codeOf = (bytes: Uint8Array): ProtocolErrorCode | undefined => refusalOf(() => readCardData(bytes))?.code;

/** The documented read with each primitive object of a tag put through `change`; undefined leaves it out. */
function changed(tag: string, change: (value: Uint8Array) => readonly Tlv[]): Uint8Array {
  const walk = (objects: readonly Tlv[]): readonly Tlv[] =>
    objects.flatMap((object) => {
      if (object.content.type === 'constructed') return [tlv(object.tag, walk(object.content.children))];
      return object.tag === tag ? change(object.content.value) : [object];
    });
  const { objects, mac } = decodeDeviceMessage(decodeHex(sampleRead));
  return encodeDeviceMessage({ objects: walk(objects), mac });
}

const beside = (tag: string, value: Uint8Array) => changed('5F30', (kept) => [tlv('5F30', kept), tlv(tag, value)]);

describe('a read in the clear is refused', () => {
  test.each([
    ['track 1 as a keyboard reader types it', ascii('%B4111111111111111^ALVAREZ/MARIA^30121010000000000000?')],
    ['track 2 as a keyboard reader types it', ascii(';4111111111111111=30121010000012345678?')],
    ['a bare number', ascii('5500000000000004'.replace('0000000', '1234567').replace(/4$/, '9'))],
    ['a track in the place of the masked one', changed('DFDF4D', () => [tlv('DFDF4D', ascii(';4111111111111111=30121010000012345678?'))])],
    [
      'discretionary data beside a masked number',
      changed('DFDF4D', () => [tlv('DFDF4D', ascii(';4111110000001111=30121010000012345678?'))]),
    ],
    ['tag 57, track 2 equivalent data', beside('57', decodeHex('4111111111111111D30121010000012345678F'))],
    ['tag 5A, the number', beside('5A', decodeHex('4111111111111111'))],
    ['tag 9F6B, contactless track 2', beside('9F6B', decodeHex('4111111111111111D3012F'))],
    ['a number in the place of the name', changed('5F20', () => [tlv('5F20', ascii('4111111111111111'))])],
    ['a number inside any other object', beside('9F7C', ascii('xx4111111111111111yy'))],
  ])('%s', (_, bytes) => {
    expect(codeOf(bytes)).toBe('ERR_CARD_DATA_CLEAR');
  });
});

describe('a read that is not encrypted through and through is refused', () => {
  test.each([
    ['without a key serial number', changed('DFDF56', () => [])],
    ['with a key serial number of zeros', changed('DFDF56', () => [tlv('DFDF56', new Uint8Array(10))])],
    ['with a short key serial number', changed('DFDF56', (ksn) => [tlv('DFDF56', ksn.subarray(1))])],
    ['without encrypted data', changed('DFDF59', () => [])],
    ['with a part of a cipher block', changed('DFDF59', (data) => [tlv('DFDF59', data.subarray(1))])],
    ['with text in the place of ciphertext', changed('DFDF59', () => [tlv('DFDF59', ascii('not encrypted at all at all ...!'))])],
  ])('%s', (_, bytes) => {
    expect(codeOf(bytes)).toBe('ERR_CARD_DATA_NOT_ENCRYPTED');
  });
});

test('an ID TECH read is key, masked number and encrypted track', () => {
  const objects = [
    tlv('DFEE12', decodeHex('62994996340010200001')),
    tlv('DFEF5B', ascii('411111******1111')),
    tlv('DFEF4D', decodeHex('89F0A4C61B7D2E5F00FF1234AABBCCDD')),
  ];
  const bytes = concat(objects.map(({ tag, content }) => concat([decodeHex(tag), Uint8Array.of(lengthOf(content)), valueOf(content)])));
  expect(readCardData(bytes)).toMatchObject({
    form: 'idtech',
    ksn: '62994996340010200001',
    maskedNumber: { bin: '411111', lastFour: '1111' },
  });
});

const valueOf = (content: Tlv['content']): Uint8Array => (content.type === 'primitive' ? content.value : new Uint8Array());
const lengthOf = (content: Tlv['content']): number => valueOf(content).length;

test('a wiped read has no byte left in any of its objects', () => {
  const bytes = decodeHex(sampleRead);
  const { objects } = readCardData(bytes);
  wipe(bytes);
  const left = JSON.stringify(objects, (_key, value: unknown) =>
    value instanceof Uint8Array ? [...value].filter((byte) => byte !== 0) : value,
  );
  expect(left).not.toMatch(/\[[0-9]/);
});

test('every cut of the documented read is refused', () => {
  const whole = decodeHex(sampleRead);
  for (let length = 0; length < whole.length; length += 1) expect(codeOf(whole.subarray(0, length))).toMatch(/^ERR_(CARD_DATA|TLV)/);
});
