import type { AuditDraft } from '../audit/audit-writer.ts';
import type { AuditRow, ChainHead } from '../audit/chain.ts';

export interface TenantHead extends ChainHead {
  readonly tenantId: string;
}

/** What may be read of the audit log. Nothing of it is ever changed or removed. */
export interface AuditReader {
  /** The end of every chain, by tenant. */
  heads(): Promise<readonly TenantHead[]>;
  /** The rows of a tenant's chain after a number, in their order. */
  read(tenantId: string, afterNumber: number, limit: number): Promise<readonly AuditRow[]>;
}

/** Opened for reading only, as it is at one moment. */
export interface OpenAuditReader extends AuditReader {
  close(): Promise<void>;
}

/** Who did what: one chain for each tenant, without a gap. What tells of a change comes in by `Store.commit` and its like, in the same transaction. */
export interface AuditTrail extends AuditReader {
  /** Appends what tells of no other change; all of it or nothing. */
  append(drafts: readonly AuditDraft[]): Promise<void>;
}
