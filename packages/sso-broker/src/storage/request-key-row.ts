import type { RequestKey } from './request-keys.ts';
import { places, type RowCodec } from './row-codec.ts';

/** The key as it is stored: hosts make theirs of their own numbers, and a fingerprint can be tried out against bodies that one can guess. */
export function hideRequestKey(asked: RequestKey, rows: RowCodec): RequestKey {
  return {
    ...asked,
    key: rows.hide(asked.tenantId, places.idempotencyKey, asked.key),
    fingerprint: rows.hide(asked.tenantId, places.fingerprint, asked.fingerprint),
  };
}

export function revealFingerprint(column: unknown, rows: RowCodec): string {
  return rows.reveal(places.fingerprint, String(column));
}
