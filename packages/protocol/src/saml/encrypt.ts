import { constants, createCipheriv, publicEncrypt, type X509Certificate } from 'node:crypto';
import { ProtocolError } from '../errors.ts';
import { algorithms, encryptedElementType, namespaces } from './names.ts';

/** Encryption of the Assertion for the ServiceProvider. */
export interface SamlEncryption {
  /** The ServiceProvider's certificate, with an RSA key of at least 2,048 bits; ERR_SAML_KEY otherwise. */
  readonly certificate: X509Certificate;
  /** GCM also protects the ciphertext; CBC is what older ServiceProviders know. */
  readonly content: 'aes-256-gcm' | 'aes-256-cbc';
  /** Unpredictable bytes for the content key and the initialisation vector (`crypto.randomBytes`). */
  readonly random: (bytes: number) => Uint8Array;
}

const contentKeyBytes = 32;

interface Encrypted {
  readonly algorithm: string;
  /** IV, then ciphertext, then for GCM the 16-byte tag: one CipherValue (XML Encryption 1.1 5.2.2, 5.2.4). */
  readonly cipherValue: Buffer;
}

function encryptContent(plaintext: string, key: Uint8Array, encryption: SamlEncryption): Encrypted {
  if (encryption.content === 'aes-256-gcm') {
    const iv = encryption.random(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const ciphertext = [cipher.update(plaintext, 'utf8'), cipher.final()];
    return { algorithm: algorithms.aes256Gcm, cipherValue: Buffer.concat([iv, ...ciphertext, cipher.getAuthTag()]) };
  }
  const iv = encryption.random(16);
  // PKCS#7 padding is one of the paddings XML Encryption 5.2.1 allows: only its last byte is defined.
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return { algorithm: algorithms.aes256Cbc, cipherValue: Buffer.concat([iv, cipher.update(plaintext, 'utf8'), cipher.final()]) };
}

/** RSA-OAEP with SHA-1 and MGF1-SHA-1: what `rsa-oaep-mgf1p` means unless told otherwise, and what every ServiceProvider knows. */
function encryptKey(key: Uint8Array, certificate: X509Certificate): Buffer {
  const { publicKey } = certificate;
  const modulusLength = publicKey.asymmetricKeyType === 'rsa' ? (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) : 0;
  if (modulusLength < 2048)
    throw new ProtocolError('ERR_SAML_KEY', { reason: 'encryption certificate has no RSA key of at least 2048 bits' });
  return publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, key);
}

/**
 * The `EncryptedAssertion` (SAML Core 2.3.4) that holds a canonical element, itself in canonical form.
 *
 * The content key is new for each call. The OAEP seed is the one random value that is not injected: OpenSSL draws it.
 * The EncryptedKey names its certificate, for receivers that choose the private key by it.
 */
export function encryptAssertion(assertion: string, encryption: SamlEncryption): string {
  const key = encryption.random(contentKeyBytes);
  const content = encryptContent(assertion, key, encryption);
  const encryptedKey = encryptKey(key, encryption.certificate);
  return (
    `<saml:EncryptedAssertion xmlns:saml="${namespaces.saml}">` +
    `<xenc:EncryptedData xmlns:xenc="${namespaces.xenc}" Type="${encryptedElementType}">` +
    `<xenc:EncryptionMethod Algorithm="${content.algorithm}"></xenc:EncryptionMethod>` +
    `<ds:KeyInfo xmlns:ds="${namespaces.ds}"><xenc:EncryptedKey>` +
    `<xenc:EncryptionMethod Algorithm="${algorithms.rsaOaepMgf1p}"><ds:DigestMethod Algorithm="${algorithms.sha1}"></ds:DigestMethod></xenc:EncryptionMethod>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${encryption.certificate.raw.toString('base64')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>` +
    `<xenc:CipherData><xenc:CipherValue>${encryptedKey.toString('base64')}</xenc:CipherValue></xenc:CipherData>` +
    `</xenc:EncryptedKey></ds:KeyInfo>` +
    `<xenc:CipherData><xenc:CipherValue>${content.cipherValue.toString('base64')}</xenc:CipherValue></xenc:CipherData>` +
    `</xenc:EncryptedData></saml:EncryptedAssertion>`
  );
}
