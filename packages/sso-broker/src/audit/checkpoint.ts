import { createHmac, timingSafeEqual } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { AuditKeys } from './audit-keys.ts';

/** How far a chain had come at a time, as it stands in the log. Kept elsewhere, it shows that nothing before it was cut off or written anew. */
export const Checkpoint = Type.Object({
  type: Type.Literal('audit_checkpoint'),
  tenantId: Type.String(),
  /** How many rows there are. */
  number: Type.Integer({ minimum: 0 }),
  /** The last one's. */
  hash: Type.String(),
  atMs: Type.Integer(),
  /** HMAC-SHA256 of the four before, hexadecimal. */
  seal: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});
export type Checkpoint = Readonly<Static<typeof Checkpoint>>;

export function sealCheckpoint(keys: AuditKeys, told: Omit<Checkpoint, 'type' | 'seal'>): Checkpoint {
  return { type: 'audit_checkpoint', ...told, seal: sealOf(keys, told) };
}

export function isSealed(keys: AuditKeys, checkpoint: Checkpoint): boolean {
  return timingSafeEqual(Buffer.from(sealOf(keys, checkpoint)), Buffer.from(checkpoint.seal));
}

function sealOf({ checkpoints }: AuditKeys, { tenantId, number, hash, atMs }: Omit<Checkpoint, 'type' | 'seal'>): string {
  return createHmac('sha256', checkpoints)
    .update(JSON.stringify([tenantId, number, hash, atMs]))
    .digest('hex');
}

/** The checkpoints among the lines of a log. Whatever else the lines are, they are passed over. */
export function readCheckpoints(lines: readonly string[]): readonly Checkpoint[] {
  return lines.flatMap((line) => {
    if (!line.includes('audit_checkpoint')) return [];
    try {
      const json: unknown = JSON.parse(line);
      return Value.Check(Checkpoint, json) ? [json] : [];
    } catch {
      return [];
    }
  });
}
