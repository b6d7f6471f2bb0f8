import { endOfLease } from './end-of-lease.ts';

const pendingOfEndpoint = `status = 'pending' AND tenant_id = $1 AND endpoint_id = $2 AND NOT EXISTS (
  SELECT 1 FROM disabled_endpoints AS disabled WHERE disabled.tenant_id = $1 AND disabled.endpoint_id = $2 AND disabled.url = $3)`;

/** Every query of the outbox, each prepared once a connection under its name. */
export const outboxStatements = {
  insert: {
    name: 'insert-delivery',
    text: `INSERT INTO webhook_deliveries (id, event_id, tenant_id, endpoint_id, session_id, type, body, created_at_ms, due_at_ms, available_at_ms)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8) ON CONFLICT (id) DO NOTHING`,
  },
  claimDue: {
    name: 'claim-deliveries',
    text: `UPDATE webhook_deliveries SET leased_until = clock_timestamp() + $6 * interval '1 millisecond', epoch = epoch + 1
      WHERE position = ANY (ARRAY(
        SELECT position FROM webhook_deliveries
        WHERE ${pendingOfEndpoint} AND available_at_ms <= $4 AND (leased_until IS NULL OR leased_until <= clock_timestamp())
        ORDER BY available_at_ms, position LIMIT $5 FOR UPDATE SKIP LOCKED))
      RETURNING *`,
  },
  nextAvailable: {
    name: 'next-delivery',
    text: `SELECT least(
        (SELECT min(available_at_ms) FROM webhook_deliveries WHERE ${pendingOfEndpoint} AND leased_until IS NULL),
        (SELECT min(greatest(available_at_ms, ${endOfLease('$4')})) FROM webhook_deliveries
          WHERE ${pendingOfEndpoint} AND leased_until IS NOT NULL)) AS next`,
  },
  record: {
    name: 'record-attempt',
    text: `UPDATE webhook_deliveries
      SET status = $3, attempts = attempts + 1, due_at_ms = $4, available_at_ms = $4, leased_until = NULL, last_attempt_at_ms = $5,
        response_status = $6, failure = $7
      WHERE id = $1 AND epoch = $2 AND status = 'pending'`,
  },
  release: {
    name: 'release-delivery',
    text: `UPDATE webhook_deliveries SET leased_until = NULL, epoch = epoch + 1
      WHERE id = $1 AND epoch = $2 AND status = 'pending'`,
  },
  list: {
    name: 'list-deliveries',
    text: `SELECT * FROM webhook_deliveries WHERE tenant_id = $1 AND position > $2 AND ($3::text IS NULL OR status = $3)
      ORDER BY position LIMIT $4`,
  },
  find: { name: 'find-delivery', text: 'SELECT * FROM webhook_deliveries WHERE tenant_id = $1 AND id = $2' },
  replay: {
    name: 'replay-delivery',
    text: `UPDATE webhook_deliveries
      SET status = 'pending', attempts = 0, epoch = epoch + 1, due_at_ms = $3, available_at_ms = $3, leased_until = NULL, failure = NULL
      WHERE tenant_id = $1 AND id = $2 RETURNING *`,
  },
  disable: {
    name: 'disable-endpoint',
    text: `INSERT INTO disabled_endpoints (tenant_id, endpoint_id, url, disabled_at_ms) VALUES ($1, $2, $3, $4)
      ON CONFLICT (tenant_id, endpoint_id) DO UPDATE SET url = excluded.url, disabled_at_ms = excluded.disabled_at_ms`,
  },
  enable: { name: 'enable-endpoint', text: 'DELETE FROM disabled_endpoints WHERE tenant_id = $1 AND endpoint_id = $2' },
} as const;
