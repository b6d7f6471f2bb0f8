import type { DatabaseSync } from 'node:sqlite';
import { readBacklog, type Backlog, type TenantBacklog } from '../backlog.ts';
import type { Transact } from './database.ts';

export class SqliteBacklog implements Backlog {
  readonly #transact: Transact;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync, transact: Transact) {
    this.#transact = transact;
    this.#statements = prepare(database);
  }

  async of(tenantId: string): Promise<TenantBacklog> {
    const { attention, webhooks, notices } = this.#statements;
    return this.#transact(() => readBacklog({ ...attention.get(tenantId), ...webhooks.get(tenantId), ...notices.get(tenantId) }));
  }
}

/** By the indexes of what waits: those of all that a tenant ever had hold a month of rows. */
function prepare(database: DatabaseSync) {
  return {
    attention: database.prepare(
      `SELECT count(*) AS open_attention FROM attention_items INDEXED BY attention_items_open
       WHERE tenant_id = ? AND acknowledged_at_ms IS NULL`,
    ),
    webhooks: database.prepare(
      `SELECT count(*) AS pending_webhooks, min(created_at_ms) AS oldest_webhook
       FROM webhook_deliveries INDEXED BY webhook_deliveries_pending WHERE status = 'pending' AND tenant_id = ?`,
    ),
    notices: database.prepare(
      `SELECT count(*) AS pending_notices FROM inbox INDEXED BY inbox_available
       WHERE available_at_ms IS NOT NULL AND available_at_ms >= 0 AND tenant_id = ?`,
    ),
  };
}
