import { createHash } from 'node:crypto';

const length = 22;

/** The id of a void or refund, by who asks for what under which Idempotency-Key: the same request, asked for again, is the same one. */
export function writeReversalId(request: readonly string[]): string {
  return `rv_${createHash('sha256').update(JSON.stringify(request)).digest('base64url').slice(0, length)}`;
}
