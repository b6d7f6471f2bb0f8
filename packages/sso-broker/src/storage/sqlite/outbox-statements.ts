import type { DatabaseSync } from 'node:sqlite';

export type OutboxStatements = ReturnType<typeof prepareOutboxStatements>;

const pendingOfEndpoint = `status = 'pending' AND tenant_id = :tenantId AND endpoint_id = :endpointId AND NOT EXISTS (
  SELECT 1 FROM disabled_endpoints WHERE tenant_id = :tenantId AND endpoint_id = :endpointId AND url = :url)`;

/** Every query of the outbox, compiled once. */
export function prepareOutboxStatements(database: DatabaseSync) {
  return {
    insert: database.prepare(
      `INSERT INTO webhook_deliveries (id, event_id, tenant_id, endpoint_id, session_id, type, body, created_at_ms, due_at_ms, available_at_ms)
       VALUES (:id, :eventId, :tenantId, :endpointId, :sessionId, :type, :body, :createdAtMs, :createdAtMs, :createdAtMs)
       ON CONFLICT (id) DO NOTHING`,
    ),
    claimDue: database.prepare(
      `UPDATE webhook_deliveries SET available_at_ms = :leaseUntilMs, epoch = epoch + 1
       WHERE position IN (
         SELECT position FROM webhook_deliveries WHERE ${pendingOfEndpoint} AND available_at_ms <= :nowMs
         ORDER BY available_at_ms, position LIMIT :limit)
       RETURNING *`,
    ),
    releaseClaims: database.prepare(
      `UPDATE webhook_deliveries SET available_at_ms = due_at_ms, epoch = epoch + 1
       WHERE status = 'pending' AND available_at_ms <> due_at_ms`,
    ),
    nextAvailable: database.prepare(`SELECT min(available_at_ms) AS next FROM webhook_deliveries WHERE ${pendingOfEndpoint}`),
    record: database.prepare(
      `UPDATE webhook_deliveries
       SET status = :status, attempts = attempts + 1, due_at_ms = :dueAtMs, available_at_ms = :dueAtMs,
         last_attempt_at_ms = :atMs, response_status = :responseStatus, failure = :failure
       WHERE id = :id AND epoch = :epoch AND status = 'pending'`,
    ),
    release: database.prepare(
      `UPDATE webhook_deliveries SET available_at_ms = due_at_ms, epoch = epoch + 1
       WHERE id = :id AND epoch = :epoch AND status = 'pending'`,
    ),
    list: database.prepare(
      `SELECT * FROM webhook_deliveries
       WHERE tenant_id = :tenantId AND position > :afterPosition AND (:status IS NULL OR status = :status)
       ORDER BY position LIMIT :limit`,
    ),
    find: database.prepare('SELECT * FROM webhook_deliveries WHERE tenant_id = ? AND id = ?'),
    replay: database.prepare(
      `UPDATE webhook_deliveries
       SET status = 'pending', attempts = 0, epoch = epoch + 1, due_at_ms = :nowMs, available_at_ms = :nowMs, failure = NULL
       WHERE tenant_id = :tenantId AND id = :id
       RETURNING *`,
    ),
    disable: database.prepare(
      'INSERT OR REPLACE INTO disabled_endpoints (tenant_id, endpoint_id, url, disabled_at_ms) VALUES (:tenantId, :endpointId, :url, :atMs)',
    ),
    enable: database.prepare('DELETE FROM disabled_endpoints WHERE tenant_id = ? AND endpoint_id = ?'),
  };
}
