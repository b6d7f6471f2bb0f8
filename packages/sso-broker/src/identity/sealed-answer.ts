import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Secret } from '../configuration/secret.ts';

/** What a kept answer holds. Its body is JSON text. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: string;
}

const nonceBytes = 12;
const tagBytes = 16;

/** The answer as it is kept: AES-256-GCM, since a body can hold a launch URL or what a host wrote into its metadata. */
export function sealAnswer(key: Secret<Uint8Array>, answer: KeptAnswer): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', subkeyOf(key), nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
}

/** The answer that was sealed, or undefined when it was under another key. */
export function openAnswer(key: Secret<Uint8Array>, sealed: string): KeptAnswer | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', subkeyOf(key), bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
    return JSON.parse(text.toString('utf8')) as KeptAnswer;
  } catch {
    return undefined;
  }
}

const subkeyOf = (key: Secret<Uint8Array>): Uint8Array => new Uint8Array(hkdfSync('sha256', key.reveal(), '', 'kept answer', 32));
