import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { DataKey } from './data-key.ts';

/** Where a sealed text stands, such as `['sessions', id, 'document']`. It opens nowhere else. */
export type Place = readonly string[];

/** An envelope that was changed, moved, or sealed under another key. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';
}

/** NIST SP 800-38D 8.2: 96 bits, fresh for each text. */
const nonceBytes = 12;
const tagBytes = 16;
/** Version, key id, then nonce, tag and ciphertext in base64url. */
const form = /^sealed1\.([0-9a-f]{16})\.([\w-]{38,})$/;

/** Seals under a random nonce: the same text never looks the same. */
export function sealText(key: DataKey, place: Place, text: string): string {
  return seal(key, place, text, randomBytes(nonceBytes));
}

/**
 * Seals so that the same text in the same place looks the same, and can be looked for: the nonce is a keyed hash of both. It tells whoever
 * reads two rows that they hold the same, and nothing else.
 */
export function sealSearchable(key: DataKey, place: Place, text: string): string {
  const nonce = createHmac('sha256', key.nonces)
    .update(JSON.stringify([...place, text]))
    .digest()
    .subarray(0, nonceBytes);
  return seal(key, place, text, nonce);
}

/** The id of the key that a text was sealed under; undefined for a text that is not sealed. */
export function keyIdOf(text: string): string | undefined {
  return form.exec(text)?.[1];
}

/** @throws EnvelopeError */
export function openText(key: DataKey, place: Place, sealed: string): string {
  const bytes = Buffer.from(form.exec(sealed)?.[2] ?? '', 'base64url');
  if (bytes.length < nonceBytes + tagBytes) throw new EnvelopeError('Not an envelope');
  const decipher = createDecipheriv('aes-256-gcm', key.cipher, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(additionalData(key, place));
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new EnvelopeError('Changed, moved, or sealed under another key', { cause });
  }
}

function seal(key: DataKey, place: Place, text: string, nonce: Uint8Array): string {
  const cipher = createCipheriv('aes-256-gcm', key.cipher, nonce, { authTagLength: tagBytes });
  cipher.setAAD(additionalData(key, place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `sealed1.${key.id}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}

const additionalData = ({ id, tenantId }: DataKey, place: Place): Uint8Array => Buffer.from(JSON.stringify([id, tenantId, ...place]));
