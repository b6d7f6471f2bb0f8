import type { Pool, PoolClient } from 'pg';
import type { AuditDraft } from '../../audit/audit-writer.ts';
import type { AttentionItem } from '../../session/attention-item.ts';
import type { AttentionList, StoredAttentionItem } from '../attention-list.ts';
import { readAttentionItem } from '../attention-row.ts';
import type { Page, PageRequest } from '../page.ts';
import { readPage, type Row } from '../page-rows.ts';
import { inTransaction, withConnection } from './connections.ts';
import type { PostgresAuditTrail } from './postgres-audit-trail.ts';

const statements = {
  insert: {
    name: 'insert-attention',
    text: `INSERT INTO attention_items (id, tenant_id, session_id, reason, transaction_id, raised_at_ms) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (id) DO NOTHING`,
  },
  list: {
    name: 'list-attention',
    text: `SELECT * FROM attention_items WHERE tenant_id = $1 AND position > $2 AND NOT ($3::boolean AND acknowledged_at_ms IS NOT NULL)
      ORDER BY position LIMIT $4`,
  },
  acknowledge: {
    name: 'acknowledge-attention',
    text: `UPDATE attention_items SET acknowledged_at_ms = coalesce(acknowledged_at_ms, $3) WHERE tenant_id = $1 AND id = $2 RETURNING *`,
  },
} as const;

export class PostgresAttentionList implements AttentionList {
  readonly #pool: Pool;
  readonly #audit: Pick<PostgresAuditTrail, 'put'>;

  constructor(pool: Pool, audit: Pick<PostgresAuditTrail, 'put'>) {
    this.#pool = pool;
    this.#audit = audit;
  }

  /** Within the transaction of the decision that raised them. */
  async put(client: PoolClient, items: readonly AttentionItem[]): Promise<void> {
    for (const { id, tenantId, sessionId, reason, transactionId = null, raisedAtMs } of items)
      await client.query({ ...statements.insert, values: [id, tenantId, sessionId, reason, transactionId, raisedAtMs] });
  }

  async list({ tenantId, afterPosition, limit, filter }: PageRequest<'open'>): Promise<Page<StoredAttentionItem>> {
    const rows = await this.#query(statements.list, [tenantId, afterPosition, filter === 'open', limit + 1]);
    return readPage(rows, limit, afterPosition, readAttentionItem);
  }

  async acknowledge(tenantId: string, itemId: string, atMs: number, audit?: AuditDraft): Promise<StoredAttentionItem | undefined> {
    return inTransaction(this.#pool, async (client) => {
      const [row] = (await client.query<Row>({ ...statements.acknowledge, values: [tenantId, itemId, atMs] })).rows;
      if (row !== undefined && audit !== undefined) await this.#audit.put(client, audit);
      return row && readAttentionItem(row);
    });
  }

  async #query(statement: (typeof statements)[keyof typeof statements], values: unknown[]): Promise<readonly Row[]> {
    return withConnection(this.#pool, async (client) => (await client.query<Row>({ ...statement, values })).rows);
  }
}
