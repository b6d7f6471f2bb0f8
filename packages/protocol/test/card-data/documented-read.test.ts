import { describe, expect, test } from 'vitest';
import {
  decodeDeviceMessage,
  decodeHex,
  encodeDeviceMessage,
  encodeEmvResponse,
  encodeHex,
  findValue,
  readCardData,
  type Tlv,
} from '../../src/index.ts';
import { sampleRead, sampleResponse } from './sample.ts';

const outline = (objects: readonly Tlv[]): readonly unknown[] =>
  objects.map(({ tag, content }) => (content.type === 'constructed' ? [tag, outline(content.children)] : `${tag} ${content.value.length}`));

describe('the documented encryptedEMVData', () => {
  test('is key, serial number, masked track and 264 encrypted bytes, in a message of its own length and MAC', () => {
    const { objects, mac } = decodeDeviceMessage(decodeHex(sampleRead));
    expect(outline(objects)).toEqual([
      [
        'F9',
        [
          'DFDF54 10',
          'DFDF55 1',
          'DFDF25 8',
          [
            'FA',
            [
              [
                '70',
                ['DFDF53 1', '5F20 13', '5F30 2', 'DFDF4D 39', 'DFDF52 1', ['F8', ['DFDF59 264', 'DFDF56 10', 'DFDF57 1', 'DFDF58 1']]],
              ],
            ],
          ],
        ],
      ],
    ]);
    expect(encodeHex(mac)).toBe('9CC45DA4');
  });

  test('is encoded again byte for byte', () => {
    expect(encodeHex(encodeDeviceMessage(decodeDeviceMessage(decodeHex(sampleRead))))).toBe(sampleRead);
  });

  test('shows nobody more of the card than its first six digits and its last four', () => {
    const { objects: _objects, ...card } = readCardData(decodeHex(sampleRead));
    expect(card).toEqual({
      form: 'magtek',
      ksn: '9500020000DD2E2000EB',
      deviceSerialNumber: '98DC2522081D0A0E',
      maskedNumber: { bin: '426684', lastFour: '9619', length: 16 },
      expiry: '1808',
      holderName: 'BENTOW/BRIAN ',
      fallback: false,
    });
  });
});

describe('the documented emvResponse', () => {
  test('is encoded again byte for byte', () => {
    expect(encodeHex(encodeDeviceMessage(decodeDeviceMessage(decodeHex(sampleResponse))))).toBe(sampleResponse);
  });

  test('is what a response made of its parts is', () => {
    const { objects, mac } = decodeDeviceMessage(decodeHex(sampleResponse));
    const ksn = findValue(objects, 'DFDF54') ?? new Uint8Array();
    const deviceSerialNumber = findValue(objects, 'DFDF25') ?? new Uint8Array();
    expect(encodeEmvResponse({ responseCode: '00', ksn, deviceSerialNumber }, mac)).toBe(sampleResponse);
  });
});
