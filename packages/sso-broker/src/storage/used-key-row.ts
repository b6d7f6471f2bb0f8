import type { Row } from './page-rows.ts';
import { revealFingerprint } from './request-key-row.ts';
import type { RowCodec } from './row-codec.ts';
import type { CreateOutcome } from './store.ts';

/** A creation's key as it is stored, by the names that both engines give its columns. */
export function readUsedKey(row: Row, rows: RowCodec): Extract<CreateOutcome, { readonly type: 'key_used' }> {
  const { fingerprint, session_id: sessionId, answer } = row;
  return {
    type: 'key_used',
    fingerprint: revealFingerprint(fingerprint, rows),
    sessionId: String(sessionId),
    ...(typeof answer === 'string' && { answer }),
  };
}
