import { createHash } from 'node:crypto';
import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tenant } from '../configuration/configuration.ts';
import { Secret } from '../configuration/secret.ts';
import { issueClientSecret, verifyClientSecret } from './client-secret.ts';
import { fingerprint } from './fingerprint.ts';
import { paymentSessionIdPattern, writePaymentSessionId } from './payment-session-id.ts';
import { verifySecretKey } from './secret-key.ts';

const key = [new Secret<Uint8Array>(Buffer.alloc(32, 1))] as const;
const otherKey = [new Secret<Uint8Array>(Buffer.alloc(32, 2))] as const;
const randomId = uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => writePaymentSessionId(bytes));

describe('a payment session id', () => {
  it('has one length and no character that a URL would change', () => {
    assert(
      property(randomId, (id) => {
        expect(id).toMatch(new RegExp(paymentSessionIdPattern));
        expect(encodeURIComponent(id)).toBe(id);
      }),
    );
  });

  it('is another for other bytes', () => {
    expect(writePaymentSessionId(Buffer.alloc(16))).toBe('ps_0000000000000000000000');
    expect(writePaymentSessionId(Buffer.alloc(16, 255))).toBe('ps_7n42DGM5Tflk9n8mt7Fhc7');
    expect(() => writePaymentSessionId(Buffer.alloc(15))).toThrow(RangeError);
  });
});

describe('a client secret', () => {
  it('names its session to whoever has the key', () => {
    assert(
      property(randomId, (id) => {
        expect(verifyClientSecret(key, issueClientSecret(key, id))).toBe(id);
      }),
    );
  });

  it('is worth nothing under another key, for another session, or with one character changed', () => {
    const secret = issueClientSecret(key, writePaymentSessionId(Buffer.alloc(16, 9)));
    expect(verifyClientSecret(otherKey, secret)).toBeUndefined();
    const forgeries = Array.from(secret, (_, at) =>
      ['A', 'B', '_'].map((character) => secret.slice(0, at) + character + secret.slice(at + 1)),
    );
    const accepted = forgeries.flat().filter((forged) => forged !== secret && verifyClientSecret(key, forged) !== undefined);
    expect(accepted).toEqual([]);
  });

  it('is worth something under either of two keys, whichever issued it, and is issued under the first', () => {
    const id = writePaymentSessionId(Buffer.alloc(16, 3));
    const [before, during] = [issueClientSecret(key, id), issueClientSecret([...otherKey, ...key], id)];
    expect(before).not.toBe(during);
    for (const secret of [before, during])
      for (const keys of [
        [...key, ...otherKey],
        [...otherKey, ...key],
      ] as const)
        expect(verifyClientSecret(keys, secret)).toBe(id);
    expect(verifyClientSecret(otherKey, before)).toBeUndefined();
    expect(verifyClientSecret(otherKey, during)).toBe(id);
  });

  it.each(['', 'cs_', 'cs_x_y', `cs_${'0'.repeat(22)}_${'A'.repeat(44)}`, `sk_${'0'.repeat(22)}_${'A'.repeat(43)}`])(
    'is not %j',
    (text) => {
      expect(verifyClientSecret(key, text)).toBeUndefined();
    },
  );
});

const sha256 = (text: string) => createHash('sha256').update(text).digest();

const tenant = (id: string, ...keys: readonly string[]) =>
  ({ id, secretKeys: keys.map((text) => ({ sha256: sha256(text), scopes: ['sessions:read'] })) }) as unknown as Tenant;

describe('a secret key', () => {
  const tenants = [tenant('one', 'sk_old', 'sk_new'), tenant('two', 'sk_other')];

  it('is known while it is one of the two live ones', () => {
    expect(verifySecretKey(tenants, 'sk_old')?.tenant.id).toBe('one');
    expect(verifySecretKey(tenants, 'sk_new')?.tenant.id).toBe('one');
    expect(verifySecretKey(tenants, 'sk_other')?.tenant.id).toBe('two');
    expect(verifySecretKey(tenants, 'sk_older')).toBeUndefined();
  });
});

describe('the fingerprint of a body', () => {
  it('does not depend on the order of names, and on everything else', () => {
    const same = fingerprint({ a: 1, b: { c: '2', d: null } });
    expect(fingerprint({ b: { d: null, c: '2' }, a: 1 })).toBe(same);
    for (const other of [{ a: 1, b: { c: '2' } }, { a: '1', b: { c: '2', d: null } }, { a: 1, b: ['c', '2'] }, null])
      expect(fingerprint(other)).not.toBe(same);
  });
});
