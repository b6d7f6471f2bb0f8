import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../configuration/secret.ts';

/** The first issues; every one is accepted, so that the key can be changed while pages hold secrets of the old one. */
export type ClientSecretKeys = readonly [Secret<Uint8Array>, ...Secret<Uint8Array>[]];

const shape = /^cs_([0-9A-Za-z]{22})_([0-9A-Za-z_-]{43})$/;

/**
 * The client secret of one payment session: `cs_`, its id without prefix, and an HMAC-SHA256 of the id under the broker's first key.
 * Nothing need be stored, and a replayed creation gives the same one.
 */
export function issueClientSecret([key]: ClientSecretKeys, sessionId: string): string {
  return `cs_${sessionId.slice('ps_'.length)}_${sign(key, sessionId)}`;
}

/** The session that a client secret was issued for, or undefined when it was issued under none of the keys. Compared in constant time. */
export function verifyClientSecret(keys: ClientSecretKeys, clientSecret: string): string | undefined {
  const [, digits, signature] = shape.exec(clientSecret) ?? [];
  if (digits === undefined || signature === undefined) return undefined;
  const sessionId = `ps_${digits}`;
  // As text: two spellings of one base64url value must not both be accepted. Every key is tried, whichever fits.
  const fits = keys.map((key) => timingSafeEqual(Buffer.from(sign(key, sessionId)), Buffer.from(signature)));
  return fits.includes(true) ? sessionId : undefined;
}

function sign(key: Secret<Uint8Array>, sessionId: string): string {
  return createHmac('sha256', key.reveal()).update(sessionId).digest('base64url');
}
