import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../configuration/secret.ts';

const shape = /^cs_([0-9A-Za-z]{22})_([0-9A-Za-z_-]{43})$/;

/**
 * The client secret of one payment session: `cs_`, its id without prefix, and an HMAC-SHA256 of the id under the broker's key.
 * Nothing need be stored, and a replayed creation gives the same one.
 */
export function issueClientSecret(key: Secret<Uint8Array>, sessionId: string): string {
  return `cs_${sessionId.slice('ps_'.length)}_${sign(key, sessionId)}`;
}

/** The session that a client secret was issued for, or undefined when it was not issued under this key. Compared in constant time. */
export function verifyClientSecret(key: Secret<Uint8Array>, clientSecret: string): string | undefined {
  const [, digits, signature] = shape.exec(clientSecret) ?? [];
  if (digits === undefined || signature === undefined) return undefined;
  const sessionId = `ps_${digits}`;
  // As text: two spellings of one base64url value must not both be accepted.
  return timingSafeEqual(Buffer.from(sign(key, sessionId)), Buffer.from(signature)) ? sessionId : undefined;
}

function sign(key: Secret<Uint8Array>, sessionId: string): string {
  return createHmac('sha256', key.reveal()).update(sessionId).digest('base64url');
}
