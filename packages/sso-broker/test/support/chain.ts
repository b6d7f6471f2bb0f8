import { byBroker, type AuditEvent, type Origin } from '../../src/audit/audit-event.ts';
import { deriveAuditKeys } from '../../src/audit/audit-keys.ts';
import { AuditWriter, type AuditDraft } from '../../src/audit/audit-writer.ts';
import { emptyChain, type AuditRow } from '../../src/audit/chain.ts';
import type { Checkpoint } from '../../src/audit/checkpoint.ts';
import { verifyChain, type ChainVerdict } from '../../src/audit/verify-chain.ts';
import { Secret } from '../../src/configuration/secret.ts';
import type { AuditReader } from '../../src/storage/audit-trail.ts';

export const auditKey = new Secret<Uint8Array>(new Uint8Array(32).fill(7));
export const auditKeys = deriveAuditKeys(auditKey);
export const writer = new AuditWriter({ key: auditKey, addresses: 'servers', certificateOf: () => 'ab'.repeat(32) });

export const draftOf = (tenantId: string, events: readonly AuditEvent[], origin: Origin = byBroker): AuditDraft =>
  writer.draft({ tenantId, atMs: 1_000, origin, events });

export interface Recorded {
  readonly number: number;
  readonly actor: { readonly type: string; readonly keyId?: string; readonly sessionId?: string };
  readonly staff?: string;
  readonly address?: string;
  readonly requestId?: string;
  readonly event: AuditEvent;
}

/** What is recorded of a tenant, in order. */
export async function recordedOf(trail: AuditReader, tenantId: string): Promise<readonly Recorded[]> {
  return (await trail.read(tenantId, 0, 10_000)).map(({ entry }) => JSON.parse(entry) as Recorded);
}

/** Examines a tenant's chain as it is stored. */
export async function verifyStored(
  trail: AuditReader,
  tenantId: string,
  checkpoints: readonly Checkpoint[] = [],
  keys = [auditKeys],
): Promise<ChainVerdict> {
  const head = (await trail.heads()).find((one) => one.tenantId === tenantId) ?? emptyChain;
  return verifyChain(keys, { tenantId, head, checkpoints, rows: oneByOne(await trail.read(tenantId, 0, 100_000)) });
}

export async function* oneByOne(rows: readonly AuditRow[]): AsyncGenerator<AuditRow> {
  yield* rows;
}
