import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type { Secret } from '../configuration/secret.ts';

/** SHA-256 of a JSON value, the same whatever the order of its names: two bodies with one fingerprint are the same request. */
export function fingerprint(json: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(json)))
    .digest('hex');
}

/**
 * The same as an HMAC under a key of its own: of a body that holds a bank account, whose few digits could be tried out against a plain hash in the
 * database. Under another key, while keys are being changed, the same request counts as another one, which is refused and not sold.
 */
export function secretFingerprint(key: Secret<Uint8Array>, json: unknown): string {
  const subkey = new Uint8Array(hkdfSync('sha256', key.reveal(), '', 'request fingerprint', 32));
  return createHmac('sha256', subkey)
    .update(JSON.stringify(sorted(json)))
    .digest('hex');
}

function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map((item) => sorted(item));
  if (typeof json !== 'object' || json === null) return json;
  return Object.entries(json)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => [name, sorted(value)]);
}
