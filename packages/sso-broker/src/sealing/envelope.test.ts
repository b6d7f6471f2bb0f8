import { randomBytes } from 'node:crypto';
import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../../scripts/tried/tried.ts';
import { dataKeyOf } from './data-key.ts';
import { EnvelopeError, keyIdOf, openText, sealSearchable, sealText } from './envelope.ts';

const key = dataKeyOf('0'.repeat(16), 'clinic', randomBytes(32));
const place = ['sessions', 'ps_1', 'document'];
const text = 'Ada O’Brien, MRN-1';

describe('an envelope', () => {
  test('gives back every text, and holds nothing of it', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 300 }), (some) => {
        const wellFormed = some.toWellFormed();
        for (const seal of [sealText, sealSearchable]) expect(openText(key, place, seal(key, place, wellFormed))).toBe(wellFormed);
      }),
      runs(300),
    );
    expect(Buffer.from(sealText(key, place, text), 'base64url').toString('latin1')).not.toContain('MRN');
  });

  test('names its key, and tells a text that is none', () => {
    expect(keyIdOf(sealText(key, place, text))).toBe(key.id);
    for (const none of ['', text, '{"sealed":1}', 'sealed1.', `sealed1.${key.id}.`]) expect(keyIdOf(none)).toBeUndefined();
  });

  test('looks different each time, unless it must be found again', () => {
    const sealed = Array.from({ length: 200 }, () => sealText(key, place, text));
    expect(new Set(sealed).size).toBe(200);
    expect(sealSearchable(key, place, text)).toBe(sealSearchable(key, place, text));
    expect(sealSearchable(key, place, text)).not.toBe(sealSearchable(key, ['elsewhere'], text));
  });

  test('opens in no other place, and under no other key', () => {
    const sealed = sealText(key, place, text);
    const bytes = randomBytes(32);
    const others = [dataKeyOf(key.id, key.tenantId, bytes), { ...key, id: '1'.repeat(16) }, { ...key, tenantId: 'other' }];
    for (const other of others) expect(() => openText(other, place, sealed)).toThrow(EnvelopeError);
    for (const elsewhere of [
      ['sessions', 'ps_2', 'document'],
      ['sessions', 'ps_1', 'token'],
      ['sessions', 'ps_1'],
    ])
      expect(() => openText(key, elsewhere, sealed)).toThrow(EnvelopeError);
  });

  test('does not open with one bit changed, or cut', () => {
    const sealed = sealText(key, place, text);
    const head = sealed.lastIndexOf('.') + 1;
    const bytes = Buffer.from(sealed.slice(head), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => openText(key, place, `${sealed.slice(0, head)}${changed.toString('base64url')}`)).toThrow(EnvelopeError);
    }
    for (let length = 0; length < sealed.length - 1; length += 1)
      expect(() => openText(key, place, sealed.slice(0, length))).toThrow(EnvelopeError);
  });
});
