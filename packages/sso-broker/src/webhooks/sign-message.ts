import { createHmac, sign, type KeyObject } from 'node:crypto';
import type { Secret } from '../configuration/secret.ts';

/** A live signing key of an endpoint: a shared secret (`v1`), or a private key whose public half the host has (`v1a`). */
export type SigningKey =
  | { readonly type: 'hmac-sha256'; readonly secret: Secret<Uint8Array> }
  | { readonly type: 'ed25519'; readonly privateKey: KeyObject };

export interface SignedHeaders {
  readonly 'webhook-id': string;
  /** Seconds since 1970 of this attempt. */
  readonly 'webhook-timestamp': string;
  /** One signature for each live key, so that a host can change keys without losing a message. */
  readonly 'webhook-signature': string;
}

/** The headers of Standard Webhooks 1.0.0: what is signed is `id.timestamp.body`. */
export function signMessage(keys: readonly SigningKey[], id: string, atMs: number, body: string): SignedHeaders {
  const timestamp = String(Math.floor(atMs / 1_000));
  const content = Buffer.from(`${id}.${timestamp}.${body}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys.map((key) => signatureOf(key, content)).join(' '),
  };
}

function signatureOf(key: SigningKey, content: Uint8Array): string {
  switch (key.type) {
    case 'hmac-sha256':
      return `v1,${createHmac('sha256', key.secret.reveal()).update(content).digest('base64')}`;
    case 'ed25519':
      return `v1a,${sign(null, content, key.privateKey).toString('base64')}`;
    default:
      return key satisfies never;
  }
}
