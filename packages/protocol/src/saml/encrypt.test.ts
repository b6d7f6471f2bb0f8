import { createDecipheriv, privateDecrypt, type X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { serviceProvider } from '../../test/saml/parties.ts';
import { encryptAssertion } from './encrypt.ts';

const plaintext = '<saml:Assertion>李</saml:Assertion>';

function counting() {
  const given: Buffer[] = [];
  const random = (bytes: number) => {
    const next = Buffer.alloc(bytes, given.length + 1);
    given.push(next);
    return next;
  };
  return { given, random };
}

function cipherValues(xml: string): Buffer[] {
  return [...xml.matchAll(/<xenc:CipherValue>([^<]*)</g)].map(([, value]) => Buffer.from(value ?? '', 'base64'));
}

/** What the ServiceProvider does, and the key and IV it did it with. */
function decrypt(xml: string, content: 'aes-256-gcm' | 'aes-256-cbc') {
  const [encryptedKey = Buffer.of(), cipherValue = Buffer.of()] = cipherValues(xml);
  const key = privateDecrypt({ key: serviceProvider.key, oaepHash: 'sha1' }, encryptedKey);
  if (content === 'aes-256-cbc') {
    const iv = cipherValue.subarray(0, 16);
    const decipher = createDecipheriv(content, key, iv);
    return { key, iv, plaintext: decipher.update(cipherValue.subarray(16), undefined, 'utf8') + decipher.final('utf8') };
  }
  const iv = cipherValue.subarray(0, 12);
  const decipher = createDecipheriv(content, key, iv).setAuthTag(cipherValue.subarray(-16));
  return { key, iv, plaintext: decipher.update(cipherValue.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8') };
}

describe('encryptAssertion', () => {
  test.each([
    { content: 'aes-256-cbc', ivBytes: 16 },
    { content: 'aes-256-gcm', ivBytes: 12 },
  ] as const)('$content takes its content key and IV from the injected bytes', ({ content, ivBytes }) => {
    const { given, random } = counting();
    const xml = encryptAssertion(plaintext, { certificate: serviceProvider.certificate, content, random });
    const { key, iv, plaintext: decrypted } = decrypt(xml, content);
    expect(decrypted).toBe(plaintext);
    expect([key, iv]).toEqual(given);
    expect(given.map(({ length }) => length)).toEqual([32, ivBytes]);
  });

  test('names the certificate it encrypted for', () => {
    const xml = encryptAssertion(plaintext, {
      certificate: serviceProvider.certificate,
      content: 'aes-256-gcm',
      random: (bytes) => new Uint8Array(bytes),
    });
    expect(xml).toContain(`<ds:X509Certificate>${serviceProvider.certificateBase64}</ds:X509Certificate>`);
  });

  test('refuses a certificate without a sufficient RSA key', () => {
    const certificate = { publicKey: { asymmetricKeyType: 'ec' } } as X509Certificate;
    const encryption = { certificate, content: 'aes-256-gcm', random: (bytes: number) => new Uint8Array(bytes) } as const;
    expect(() => encryptAssertion(plaintext, encryption)).toThrow(expect.objectContaining({ code: 'ERR_SAML_KEY' }));
  });
});
