import type { DatabaseSync } from 'node:sqlite';
import type { AuditDraft } from '../../audit/audit-writer.ts';
import type { AuditRow } from '../../audit/chain.ts';
import { readAuditRow, readHead, readTenantHead } from '../audit-row.ts';
import type { AuditTrail, TenantHead } from '../audit-trail.ts';
import type { Transact } from './database.ts';

export class SqliteAuditTrail implements AuditTrail {
  readonly #transact: Transact;
  readonly #statements: ReturnType<typeof prepareAuditStatements>;

  constructor(database: DatabaseSync, transact: Transact) {
    this.#transact = transact;
    this.#statements = prepareAuditStatements(database);
  }

  /** Within the transaction of what it tells. */
  put({ tenantId, write }: AuditDraft): void {
    const rows = write(readHead(this.#statements.head.get(tenantId)));
    const last = rows.at(-1);
    if (last === undefined) return;
    for (const { number, hash, entry } of rows) this.#statements.insert.run(tenantId, number, hash, entry);
    this.#statements.moveHead.run(tenantId, last.number, last.hash);
  }

  async append(drafts: readonly AuditDraft[]): Promise<void> {
    this.#transact(() => {
      for (const draft of drafts) this.put(draft);
    });
  }

  async heads(): Promise<readonly TenantHead[]> {
    return this.#transact(() => this.#statements.heads.all()).map((row) => readTenantHead(row));
  }

  async read(tenantId: string, afterNumber: number, limit: number): Promise<readonly AuditRow[]> {
    return this.#transact(() => this.#statements.read.all(tenantId, afterNumber, limit)).map((row) => readAuditRow(row));
  }
}

function prepareAuditStatements(database: DatabaseSync) {
  return {
    ...prepareAuditQueries(database),
    head: database.prepare('SELECT number, hash FROM audit_heads WHERE tenant_id = ?'),
    insert: database.prepare('INSERT INTO audit_rows (tenant_id, number, hash, entry) VALUES (?, ?, ?, ?)'),
    moveHead: database.prepare(
      `INSERT INTO audit_heads (tenant_id, number, hash) VALUES (?, ?, ?)
       ON CONFLICT (tenant_id) DO UPDATE SET number = excluded.number, hash = excluded.hash`,
    ),
  };
}

/** What is asked by whoever only reads. */
export function prepareAuditQueries(database: DatabaseSync) {
  return {
    heads: database.prepare('SELECT tenant_id, number, hash FROM audit_heads ORDER BY tenant_id'),
    read: database.prepare('SELECT number, hash, entry FROM audit_rows WHERE tenant_id = ? AND number > ? ORDER BY number LIMIT ?'),
  };
}
