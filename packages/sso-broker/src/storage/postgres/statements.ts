import { endOfLease } from './end-of-lease.ts';

/** Takes the tenant's next change position ($1). Every other change of the tenant then waits until this one is committed. */
const nextPosition = `WITH next AS (
  INSERT INTO tenants (id, latest_position) VALUES ($1, 1)
  ON CONFLICT (id) DO UPDATE SET latest_position = tenants.latest_position + 1 RETURNING latest_position)`;

/** Every query there is, each prepared once a connection under its name. */
export const statements = {
  takeKey: {
    name: 'take-key',
    text: `INSERT INTO idempotency_keys (tenant_id, scope, key, fingerprint, session_id, created_at_ms) VALUES ($1, 'create', $2, $3, $4, $5)
      ON CONFLICT DO NOTHING`,
  },
  findKey: {
    name: 'find-key',
    text: `SELECT fingerprint, session_id, answer FROM idempotency_keys WHERE tenant_id = $1 AND scope = 'create' AND key = $2`,
  },
  answerKey: {
    name: 'answer-key',
    text: `UPDATE idempotency_keys SET session_id = $3, answer = $4 WHERE tenant_id = $1 AND scope = 'create' AND key = $2`,
  },
  /** Whoever makes a session for the same thing to be paid waits here until this one is stored. ("CPAS"; hashes may meet: then both wait.) */
  lockSubject: { name: 'lock-subject', text: 'SELECT pg_advisory_xact_lock(1129333075, hashtext($1))' },
  findRivals: {
    name: 'find-rivals',
    text: 'SELECT id, document FROM sessions WHERE tenant_id = $1 AND subject = $2 ORDER BY change_position DESC LIMIT $3',
  },

  insertSession: {
    name: 'insert-session',
    text: `${nextPosition} INSERT INTO sessions (id, tenant_id, sequence, status, document, change_position, subject)
      SELECT $2, $1, $3::bigint, $4, $5, latest_position, $6 FROM next`,
  },
  loadSessions: { name: 'load-sessions', text: 'SELECT id, document FROM sessions WHERE id = ANY ($1::text[])' },
  /** Whoever decides on the session next waits here until this decision is stored. */
  lockSession: { name: 'lock-session', text: 'SELECT sequence FROM sessions WHERE id = $1 FOR NO KEY UPDATE' },
  /** The notification is sent by the server when the transaction is committed, and only then. */
  updateSession: {
    name: 'update-session',
    text: `${nextPosition} UPDATE sessions SET sequence = $3::bigint, status = $4, document = $5, change_position = latest_position,
        final_since_ms = $8
      FROM next WHERE sessions.id = $2 RETURNING pg_notify($6, $7)`,
  },
  listChanged: {
    name: 'list-changed',
    text: `SELECT id, change_position, document FROM sessions WHERE tenant_id = $1 AND change_position > $2
      ORDER BY change_position LIMIT $3`,
  },
  insertTokens: {
    name: 'insert-tokens',
    text: 'INSERT INTO session_tokens (tenant_id, token, session_id) SELECT $1, unnest($2::text[]), $3 ON CONFLICT DO NOTHING',
  },
  findByToken: {
    name: 'find-by-token',
    text: 'SELECT DISTINCT session_id FROM session_tokens WHERE tenant_id = $1 AND token >= $2 AND token <= $3',
  },
  /** Whoever spends on the same day waits here until this is stored. Changes nothing when it would exceed the ceiling ($4). */
  spend: {
    name: 'spend',
    text: `INSERT INTO reversal_days (tenant_id, day, cents)
      SELECT $1, $2, $3::bigint WHERE $4::bigint IS NULL OR $3::bigint <= $4::bigint
        OR EXISTS (SELECT 1 FROM reversal_days WHERE tenant_id = $1 AND day = $2)
      ON CONFLICT (tenant_id, day) DO UPDATE SET cents = reversal_days.cents + excluded.cents
        WHERE $4::bigint IS NULL OR reversal_days.cents + excluded.cents <= $4::bigint`,
  },
  noteLook: { name: 'note-look', text: 'UPDATE sessions SET looked_at_ms = $2 WHERE id = $1 AND looked_at_ms <= $3' },

  putEffect: {
    name: 'put-effect',
    text: `INSERT INTO effects (session_id, token, type, attempt, due_at_ms) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (session_id, token) DO UPDATE SET type = excluded.type, attempt = excluded.attempt,
        due_at_ms = excluded.due_at_ms, epoch = effects.epoch + 1, owner = NULL, leased_until = NULL`,
  },
  /** The fence: a broker whose effect was taken over, handed over or replaced deletes nothing, and so learns that it may not write. */
  deleteClaimed: { name: 'delete-claimed', text: 'DELETE FROM effects WHERE id = $1 AND epoch = $2' },
  /**
   * `deleteClaimed` and `putEffect` in one, for many. The session is not locked: whoever changes it meanwhile has these effects replaced
   * afterwards, or finds them as they would be had this come first.
   */
  reschedule: {
    name: 'reschedule',
    text: `UPDATE effects SET type = asked.type, attempt = asked.attempt, due_at_ms = asked.due_at_ms,
        epoch = effects.epoch + 1, owner = NULL, leased_until = NULL
      FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::int[], $8::bigint[])
        AS asked (id, epoch, session_id, sequence, token, type, attempt, due_at_ms)
      WHERE effects.id = asked.id AND effects.epoch = asked.epoch AND effects.token = asked.token
        AND EXISTS (SELECT FROM sessions WHERE sessions.id = asked.session_id AND sessions.sequence = asked.sequence)
      RETURNING effects.id`,
  },
  /**
   * Rows that another broker is about to take, or to finish, are passed over. The array is made once; of a join the planner might
   * make a scan of the table.
   */
  claimDue: {
    name: 'claim-due',
    text: `UPDATE effects SET owner = $1, epoch = epoch + 1, leased_until = clock_timestamp() + $2 * interval '1 millisecond'
      WHERE id = ANY (ARRAY(
        SELECT id FROM effects
        WHERE due_at_ms <= $3 AND (leased_until IS NULL OR leased_until <= clock_timestamp()) AND ($5::text IS NULL OR session_id = $5)
        ORDER BY due_at_ms LIMIT $4 FOR UPDATE SKIP LOCKED))
      RETURNING *`,
  },
  renew: {
    name: 'renew',
    text: `UPDATE effects SET leased_until = clock_timestamp() + $1 * interval '1 millisecond'
      WHERE id IN (
        SELECT effects.id FROM effects JOIN unnest($2::bigint[], $3::bigint[]) AS held (id, epoch) USING (id, epoch)
        FOR UPDATE OF effects SKIP LOCKED)`,
  },
  handOver: {
    name: 'hand-over',
    text: 'UPDATE effects SET owner = NULL, leased_until = NULL, epoch = epoch + 1 WHERE owner = $1 AND leased_until IS NOT NULL',
  },
  /** Held by a broker's listening connection for as long as that lives: the server lets it go when the process dies. ("CPAB") */
  lockOwner: { name: 'lock-owner', text: 'SELECT pg_advisory_lock_shared(1129333058, hashtext($1))' },
  /** What brokers held that are gone need not wait for the end of its lease. One that lives and was cut off is kept from writing by the epoch. */
  releaseDead: {
    name: 'release-dead',
    text: `WITH holders AS MATERIALIZED (SELECT DISTINCT owner FROM effects WHERE leased_until > clock_timestamp()),
        dead AS MATERIALIZED (SELECT owner FROM holders WHERE pg_try_advisory_xact_lock(1129333058, hashtext(owner)))
      UPDATE effects SET owner = NULL, leased_until = NULL, epoch = epoch + 1
      WHERE owner IN (SELECT owner FROM dead) AND leased_until IS NOT NULL`,
  },
  nextAvailable: {
    name: 'next-available',
    text: `SELECT least(
        (SELECT min(due_at_ms) FROM effects WHERE leased_until IS NULL),
        (SELECT min(greatest(due_at_ms, ${endOfLease('$1')})) FROM effects WHERE leased_until IS NOT NULL)) AS next`,
  },
  bringForward: {
    name: 'bring-forward',
    text: `UPDATE effects SET due_at_ms = $2
      WHERE session_id = $1 AND token <> '' AND leased_until IS NULL AND due_at_ms > $2`,
  },
} as const;
