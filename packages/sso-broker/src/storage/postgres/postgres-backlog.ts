import type { Pool } from 'pg';
import { readBacklog, type Backlog, type TenantBacklog } from '../backlog.ts';
import type { Row } from '../page-rows.ts';
import { withConnection } from './connections.ts';

export const backlogStatement = {
  name: 'read-backlog',
  text: `SELECT
    (SELECT count(*) FROM attention_items WHERE tenant_id = $1 AND acknowledged_at_ms IS NULL) AS open_attention,
    (SELECT count(*) FROM webhook_deliveries WHERE status = 'pending' AND tenant_id = $1) AS pending_webhooks,
    (SELECT min(created_at_ms) FROM webhook_deliveries WHERE status = 'pending' AND tenant_id = $1) AS oldest_webhook,
    (SELECT count(*) FROM inbox WHERE available_at_ms IS NOT NULL AND tenant_id = $1) AS pending_notices`,
} as const;

export class PostgresBacklog implements Backlog {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async of(tenantId: string): Promise<TenantBacklog> {
    const { rows } = await withConnection(this.#pool, (client) => client.query<Row>({ ...backlogStatement, values: [tenantId] }));
    return readBacklog(rows[0]);
  }
}
