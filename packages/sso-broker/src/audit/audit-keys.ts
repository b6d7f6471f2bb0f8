import { createHmac, hkdfSync } from 'node:crypto';
import type { Secret } from '../configuration/secret.ts';

/** What one audit key is used for, each use under a key of its own. */
export interface AuditKeys {
  readonly rows: Uint8Array;
  readonly checkpoints: Uint8Array;
  readonly pseudonyms: Uint8Array;
}

export function deriveAuditKeys(key: Secret<Uint8Array>): AuditKeys {
  const derive = (use: string) => new Uint8Array(hkdfSync('sha256', key.reveal(), '', `audit ${use}`, 32));
  return { rows: derive('rows'), checkpoints: derive('checkpoints'), pseudonyms: derive('pseudonyms') };
}

/** Who works the screen, asks for a void or agrees to it, told by a keyed hash: one of the staff is one and the same in all rows, and named in none. */
export function staffPseudonym({ pseudonyms }: AuditKeys, tenantId: string, staffId: string): string {
  const hash = createHmac('sha256', pseudonyms).update(JSON.stringify(['staff', tenantId, staffId]));
  return `staff_${hash.digest('hex').slice(0, 32)}`;
}

/** Another one when anything of a configuration changes that is not a secret. */
export function configurationVersion({ pseudonyms }: AuditKeys, configuration: unknown): string {
  const hash = createHmac('sha256', pseudonyms).update(JSON.stringify(['configuration', configuration]));
  return `cfg_${hash.digest('hex').slice(0, 32)}`;
}
