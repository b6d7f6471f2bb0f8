import type { DatabaseSync } from 'node:sqlite';
import type { AuditDraft } from '../../audit/audit-writer.ts';
import type { AttentionItem } from '../../session/attention-item.ts';
import type { AttentionList, StoredAttentionItem } from '../attention-list.ts';
import type { Page, PageRequest } from '../page.ts';
import type { Transact } from './database.ts';
import { readAttentionItem } from '../attention-row.ts';
import { readPage } from '../page-rows.ts';
import type { SqliteAuditTrail } from './sqlite-audit-trail.ts';

export class SqliteAttentionList implements AttentionList {
  readonly #transact: Transact;
  readonly #audit: Pick<SqliteAuditTrail, 'put'>;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync, transact: Transact, audit: Pick<SqliteAuditTrail, 'put'>) {
    this.#transact = transact;
    this.#audit = audit;
    this.#statements = prepare(database);
  }

  /** Within the transaction of the decision that raised them. */
  put(items: readonly AttentionItem[]): void {
    for (const { transactionId = null, ...item } of items) this.#statements.insert.run({ ...item, transactionId });
  }

  async list({ tenantId, afterPosition, limit, filter }: PageRequest<'open'>): Promise<Page<StoredAttentionItem>> {
    const statement = filter === 'open' ? this.#statements.listOpen : this.#statements.list;
    const rows = this.#transact(() => statement.all(tenantId, afterPosition, limit + 1));
    return readPage(rows, limit, afterPosition, readAttentionItem);
  }

  async acknowledge(tenantId: string, itemId: string, atMs: number, audit?: AuditDraft): Promise<StoredAttentionItem | undefined> {
    return this.#transact(() => {
      const row = this.#statements.acknowledge.get(atMs, tenantId, itemId);
      if (row !== undefined && audit !== undefined) this.#audit.put(audit);
      return row && readAttentionItem(row);
    });
  }
}

function prepare(database: DatabaseSync) {
  const list = (condition: string) =>
    database.prepare(`SELECT * FROM attention_items WHERE tenant_id = ? AND position > ? ${condition} ORDER BY position LIMIT ?`);
  return {
    insert: database.prepare(
      `INSERT INTO attention_items (id, tenant_id, session_id, reason, transaction_id, raised_at_ms)
       VALUES (:id, :tenantId, :sessionId, :reason, :transactionId, :raisedAtMs) ON CONFLICT (id) DO NOTHING`,
    ),
    list: list(''),
    listOpen: list('AND acknowledged_at_ms IS NULL'),
    acknowledge: database.prepare(
      'UPDATE attention_items SET acknowledged_at_ms = coalesce(acknowledged_at_ms, ?) WHERE tenant_id = ? AND id = ? RETURNING *',
    ),
  };
}
