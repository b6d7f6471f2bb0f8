import { emptyChain, type AuditRow, type ChainHead } from '../audit/chain.ts';
import type { TenantHead } from './audit-trail.ts';
import type { Row } from './page-rows.ts';

/** The end of a chain as it was stored; a tenant of whom nothing was recorded has no row. */
export function readHead(row: Row | undefined): ChainHead {
  return row === undefined ? emptyChain : { number: Number(row['number']), hash: String(row['hash']) };
}

export function readTenantHead(row: Row): TenantHead {
  return { tenantId: String(row['tenant_id']), ...readHead(row) };
}

export function readAuditRow(row: Row): AuditRow {
  return { ...readHead(row), entry: String(row['entry']) };
}
