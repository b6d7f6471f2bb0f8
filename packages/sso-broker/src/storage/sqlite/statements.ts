import type { DatabaseSync } from 'node:sqlite';

export type Statements = ReturnType<typeof prepareStatements>;

/** Every query there is, compiled once. */
export function prepareStatements(database: DatabaseSync) {
  return {
    findKey: database.prepare(
      "SELECT fingerprint, session_id, answer FROM idempotency_keys WHERE tenant_id = ? AND scope = 'create' AND key = ?",
    ),
    insertKey: database.prepare(
      `INSERT INTO idempotency_keys (tenant_id, scope, key, fingerprint, session_id, created_at_ms, answer)
       VALUES (:tenantId, 'create', :key, :fingerprint, :sessionId, :createdAtMs, :answer)`,
    ),
    findRivals: database.prepare(
      'SELECT id, document FROM sessions WHERE tenant_id = ? AND subject = ? ORDER BY change_position DESC LIMIT ?',
    ),

    insertSession: database.prepare(
      `INSERT INTO sessions (id, tenant_id, sequence, status, change_position, document, subject)
       VALUES (:id, :tenantId, :sequence, :status, :changePosition, :document, :subject)`,
    ),
    loadSession: database.prepare('SELECT id, document FROM sessions WHERE id = ?'),
    findSequence: database.prepare('SELECT sequence FROM sessions WHERE id = ?'),
    updateSession: database.prepare(
      `UPDATE sessions SET sequence = :sequence, status = :status, final_since_ms = :finalSinceMs,
         change_position = :changePosition, document = :document
       WHERE id = :id`,
    ),
    latestPosition: database.prepare('SELECT max(change_position) AS latest FROM sessions WHERE tenant_id = ?'),
    listChanged: database.prepare(
      'SELECT id, change_position, document FROM sessions WHERE tenant_id = ? AND change_position > ? ORDER BY change_position LIMIT ?',
    ),
    insertToken: database.prepare('INSERT OR IGNORE INTO session_tokens (tenant_id, token, session_id) VALUES (?, ?, ?)'),
    findByToken: database.prepare('SELECT DISTINCT session_id FROM session_tokens WHERE tenant_id = ? AND token >= ? AND token <= ?'),
    readDay: database.prepare('SELECT cents FROM reversal_days WHERE tenant_id = ? AND day = ?'),
    addToDay: database.prepare(
      `INSERT INTO reversal_days (tenant_id, day, cents) VALUES (?, ?, ?)
       ON CONFLICT (tenant_id, day) DO UPDATE SET cents = cents + excluded.cents`,
    ),
    noteLook: database.prepare('UPDATE sessions SET looked_at_ms = ? WHERE id = ? AND looked_at_ms <= ?'),

    // A row that takes another's place gets a new id: claims of the old one are lost.
    putEffect: database.prepare(
      `INSERT OR REPLACE INTO effects (session_id, token, type, attempt, due_at_ms, available_at_ms)
       VALUES (:sessionId, :token, :type, :attempt, :dueAtMs, :dueAtMs)`,
    ),
    deleteClaimed: database.prepare('DELETE FROM effects WHERE id = ? AND epoch = ?'),
    claimDue: database.prepare(
      `UPDATE effects SET available_at_ms = ?, epoch = epoch + 1
       WHERE id IN (SELECT id FROM effects WHERE available_at_ms <= ? ORDER BY available_at_ms LIMIT ?) RETURNING *`,
    ),
    claimDueOf: database.prepare(
      `UPDATE effects SET available_at_ms = ?, epoch = epoch + 1
       WHERE id IN (SELECT id FROM effects WHERE available_at_ms <= ? AND session_id = ? ORDER BY available_at_ms LIMIT ?) RETURNING *`,
    ),
    renew: database.prepare('UPDATE effects SET available_at_ms = ? WHERE id = ? AND epoch = ?'),
    releaseClaims: database.prepare('UPDATE effects SET available_at_ms = due_at_ms, epoch = epoch + 1 WHERE available_at_ms <> due_at_ms'),
    nextAvailable: database.prepare('SELECT min(available_at_ms) AS next FROM effects'),
    // What is claimed is being looked at already.
    bringForward: database.prepare(
      `UPDATE effects SET due_at_ms = :nowMs, available_at_ms = :nowMs
       WHERE session_id = :sessionId AND token <> '' AND available_at_ms = due_at_ms AND due_at_ms > :nowMs`,
    ),
  };
}
