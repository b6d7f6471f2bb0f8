import type { CreateOutcome } from './store.ts';

/** A creation's key as it is stored, by the names that both engines give its columns. */
export function readUsedKey(row: Readonly<Record<string, unknown>>): Extract<CreateOutcome, { readonly type: 'key_used' }> {
  const { fingerprint, session_id: sessionId, answer } = row;
  return {
    type: 'key_used',
    fingerprint: String(fingerprint),
    sessionId: String(sessionId),
    ...(typeof answer === 'string' && { answer }),
  };
}
