import type { BrokerConfiguration } from '../configuration/configuration.ts';
import type { Clock } from '../engine/clock.ts';
import { activeSigning } from '../identity/active-signing.ts';
import type { AuditTrail } from '../storage/audit-trail.ts';
import { byOperator } from './audit-event.ts';
import { configurationVersion, deriveAuditKeys } from './audit-keys.ts';
import { AuditLog } from './audit-log.ts';
import { AuditWriter } from './audit-writer.ts';
import { Checkpointer, type CheckpointerDependencies } from './checkpointer.ts';

export interface Audit {
  readonly writer: AuditWriter;
  readonly log: AuditLog;
  readonly checkpointer: Checkpointer;
  /** Records, for each tenant, with which configuration the broker starts. Rejects with StoreError. */
  recordStart(): Promise<void>;
}

/** The audit log of a broker, over its store. */
export function openAudit(
  { audit: { keys, addresses, checkpointMs }, tenants }: Pick<BrokerConfiguration, 'audit' | 'tenants'>,
  trail: AuditTrail,
  clock: Clock,
  log: CheckpointerDependencies['log'],
): Audit {
  const [key] = keys;
  const derived = deriveAuditKeys(key);
  const certificateOf = (tenantId: string, atMs: number): string | undefined => {
    const saml = tenants.find(({ id }) => id === tenantId)?.instamed.saml;
    return saml && activeSigning(saml, atMs).certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  };
  const writer = new AuditWriter({ key, addresses, certificateOf });
  return {
    writer,
    log: new AuditLog({ trail, writer }),
    checkpointer: new Checkpointer({ trail, keys: derived, clock, log }, checkpointMs),
    async recordStart() {
      const atMs = clock.nowMs();
      const drafts = tenants.map((tenant) => {
        const events = [{ type: 'configuration_loaded', version: configurationVersion(derived, tenant) }] as const;
        return writer.draft({ tenantId: tenant.id, atMs, origin: byOperator, events });
      });
      await trail.append(drafts);
    },
  };
}
