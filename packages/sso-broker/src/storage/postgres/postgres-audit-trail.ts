import type { Pool, PoolClient } from 'pg';
import type { AuditDraft } from '../../audit/audit-writer.ts';
import type { AuditRow } from '../../audit/chain.ts';
import { readAuditRow, readHead, readTenantHead } from '../audit-row.ts';
import type { AuditTrail, TenantHead } from '../audit-trail.ts';
import type { Row } from '../page-rows.ts';
import { inTransaction, withConnection } from './connections.ts';

export const auditStatements = {
  /** Whoever appends to the chain next waits here until this row is stored: numbers have no gap, and no two rows have one. */
  lockHead: { name: 'lock-audit-head', text: 'SELECT number, hash FROM audit_heads WHERE tenant_id = $1 FOR NO KEY UPDATE' },
  beginChain: {
    name: 'begin-audit-chain',
    text: `INSERT INTO audit_heads (tenant_id, number, hash) VALUES ($1, 0, '') ON CONFLICT (tenant_id) DO NOTHING`,
  },
  append: {
    name: 'append-audit-rows',
    text: `WITH head AS (UPDATE audit_heads SET number = $5, hash = $6 WHERE tenant_id = $1)
      INSERT INTO audit_rows (tenant_id, number, hash, entry) SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[])`,
  },
  heads: { name: 'read-audit-heads', text: 'SELECT tenant_id, number, hash FROM audit_heads ORDER BY tenant_id' },
  read: {
    name: 'read-audit-rows',
    text: 'SELECT number, hash, entry FROM audit_rows WHERE tenant_id = $1 AND number > $2 ORDER BY number LIMIT $3',
  },
} as const;

export class PostgresAuditTrail implements AuditTrail {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Within the transaction of what it tells, and last in it: the tenant's other rows wait for it. */
  async put(client: PoolClient, { tenantId, write }: AuditDraft): Promise<void> {
    const lock = async () => (await client.query<Row>({ ...auditStatements.lockHead, values: [tenantId] })).rows[0];
    let head = await lock();
    if (head === undefined) {
      await client.query({ ...auditStatements.beginChain, values: [tenantId] });
      head = await lock();
    }
    const rows = write(readHead(head));
    const last = rows.at(-1);
    if (last === undefined) return;
    const columns = [rows.map(({ number }) => number), rows.map(({ hash }) => hash), rows.map(({ entry }) => entry)];
    await client.query({ ...auditStatements.append, values: [tenantId, ...columns, last.number, last.hash] });
  }

  async append(drafts: readonly AuditDraft[]): Promise<void> {
    // Everybody takes the chains in one order, so that no two wait for each other.
    const sorted = drafts.toSorted((one, other) => (one.tenantId < other.tenantId ? -1 : 1));
    await inTransaction(this.#pool, async (client) => {
      for (const draft of sorted) await this.put(client, draft);
    });
  }

  async heads(): Promise<readonly TenantHead[]> {
    return withConnection(this.#pool, (client) => readHeads(client));
  }

  async read(tenantId: string, afterNumber: number, limit: number): Promise<readonly AuditRow[]> {
    return withConnection(this.#pool, (client) => readRows(client, tenantId, afterNumber, limit));
  }
}

type Queryable = Pick<PoolClient, 'query'>;

export async function readHeads(client: Queryable): Promise<readonly TenantHead[]> {
  return (await client.query<Row>(auditStatements.heads)).rows.map((row) => readTenantHead(row));
}

export async function readRows(client: Queryable, tenantId: string, afterNumber: number, limit: number): Promise<readonly AuditRow[]> {
  const { rows } = await client.query<Row>({ ...auditStatements.read, values: [tenantId, afterNumber, limit] });
  return rows.map((row) => readAuditRow(row));
}
