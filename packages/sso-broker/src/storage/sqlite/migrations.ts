/**
 * The schema, step by step. Append-only: a step that has been released is never edited, since databases remember by
 * `user_version` how many they have taken.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    status TEXT NOT NULL,
    change_position INTEGER NOT NULL,
    looked_at_ms INTEGER NOT NULL DEFAULT 0,
    document TEXT NOT NULL,
    UNIQUE (tenant_id, change_position)
  ) STRICT;

  CREATE TABLE effects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    token TEXT NOT NULL,
    type TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    due_at_ms INTEGER NOT NULL,
    -- The time it is due, or the end of its lease while it is claimed.
    available_at_ms INTEGER NOT NULL,
    UNIQUE (session_id, token)
  ) STRICT;
  CREATE INDEX effects_available ON effects (available_at_ms);

  CREATE TABLE idempotency_keys (
    tenant_id TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    PRIMARY KEY (tenant_id, key)
  ) STRICT, WITHOUT ROWID;
  `,
  // Repeated by every write of whoever claimed the effect.
  'ALTER TABLE effects ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0',
  `
  CREATE TABLE webhook_deliveries (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    event_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    endpoint_id TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    type TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending',
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at_ms INTEGER NOT NULL,
    -- The time it is due, or the end of its lease while it is claimed.
    available_at_ms INTEGER NOT NULL,
    -- Grows with every claim and every replay: an attempt of an earlier one cannot write.
    epoch INTEGER NOT NULL DEFAULT 0,
    last_attempt_at_ms INTEGER,
    response_status INTEGER,
    failure TEXT
  ) STRICT;
  CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (tenant_id, endpoint_id, available_at_ms) WHERE status = 'pending';
  CREATE INDEX webhook_deliveries_listed ON webhook_deliveries (tenant_id, position);

  CREATE TABLE disabled_endpoints (
    tenant_id TEXT NOT NULL,
    endpoint_id TEXT NOT NULL,
    url TEXT NOT NULL,
    disabled_at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, endpoint_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE attention_items (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    tenant_id TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    reason TEXT NOT NULL,
    transaction_id TEXT,
    raised_at_ms INTEGER NOT NULL,
    acknowledged_at_ms INTEGER
  ) STRICT;
  CREATE INDEX attention_items_listed ON attention_items (tenant_id, position);
  `,
  `
  CREATE TABLE session_tokens (
    tenant_id TEXT NOT NULL,
    token TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    PRIMARY KEY (tenant_id, token, session_id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO session_tokens (tenant_id, token, session_id)
    SELECT sessions.tenant_id, watch.value ->> 'token', sessions.id
    FROM sessions, json_each(sessions.document, '$.watches') AS watch WHERE true
    UNION SELECT tenant_id, document ->> '$.current.token', id FROM sessions WHERE document ->> '$.current.token' IS NOT NULL;

  CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    status_code TEXT NOT NULL,
    transaction_action TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    original_transaction_id TEXT,
    token TEXT,
    session_id TEXT,
    received_at_ms INTEGER NOT NULL,
    -- When it can be taken; null once it is done.
    available_at_ms INTEGER,
    UNIQUE (tenant_id, transaction_id, status_code, transaction_action, body_sha256)
  ) STRICT;
  CREATE INDEX inbox_available ON inbox (available_at_ms) WHERE available_at_ms IS NOT NULL;
  `,
  `
  CREATE TABLE idempotency_keys_of_all_writes (
    tenant_id TEXT NOT NULL,
    -- Caller and route; 'create' for the creation of a session.
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    session_id TEXT REFERENCES sessions (id),
    created_at_ms INTEGER NOT NULL,
    -- While the request is performed; 0 when nobody does and it has no answer to keep.
    leased_until_ms INTEGER,
    -- Grows with each taker: the answer of an earlier one is not kept.
    epoch INTEGER NOT NULL DEFAULT 0,
    -- Sealed. A creation without one is answered from its session.
    answer TEXT,
    PRIMARY KEY (tenant_id, scope, key)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO idempotency_keys_of_all_writes (tenant_id, scope, key, fingerprint, session_id, created_at_ms)
    SELECT idempotency_keys.tenant_id, 'create', key, fingerprint, session_id, sessions.document ->> '$.terms.createdAtMs'
    FROM idempotency_keys JOIN sessions ON sessions.id = session_id;
  DROP TABLE idempotency_keys;
  ALTER TABLE idempotency_keys_of_all_writes RENAME TO idempotency_keys;
  CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at_ms);
  CREATE INDEX idempotency_keys_session ON idempotency_keys (session_id);

  -- What is being paid, as a keyed hash: no patient can be read from it.
  ALTER TABLE sessions ADD COLUMN subject TEXT;
  CREATE INDEX sessions_subject ON sessions (tenant_id, subject, change_position) WHERE subject IS NOT NULL;
  `,
  `
  CREATE INDEX webhook_deliveries_delivered ON webhook_deliveries (last_attempt_at_ms) WHERE status = 'delivered';
  CREATE INDEX inbox_followed ON inbox (received_at_ms) WHERE available_at_ms IS NULL;
  CREATE INDEX attention_items_acknowledged ON attention_items (acknowledged_at_ms) WHERE acknowledged_at_ms IS NOT NULL;

  -- Since when personal data waits to be erased; null while the session is under way, and when it has been erased.
  ALTER TABLE sessions ADD COLUMN final_since_ms INTEGER;
  UPDATE sessions SET final_since_ms = document ->> '$.updatedAtMs' WHERE status IN ('approved', 'partially_approved')
    OR (status IN ('declined', 'failed', 'canceled', 'expired') AND NOT EXISTS (
      SELECT 1 FROM json_each(sessions.document, '$.watches') AS watch
      WHERE watch.value ->> 'stage' <> 'ended' OR watch.value ->> 'evidence' NOT IN ('receipt', 'unpaid')));
  CREATE INDEX sessions_final ON sessions (final_since_ms) WHERE final_since_ms IS NOT NULL;
  `,
  // Written to the end of a chain only. No key leads from here to a session: a row stays when its session is gone.
  `
  CREATE TABLE audit_rows (
    tenant_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    hash TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (tenant_id, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audit_heads (
    tenant_id TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    hash TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What the rows of a tenant are sealed under, itself wrapped under a master key that is not in the database.
  CREATE TABLE data_keys (
    tenant_id TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    master_key_id TEXT NOT NULL,
    wrapped TEXT NOT NULL,
    -- 1 once no row of the tenant's is left that was written before it.
    covers_all INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- By which a payment's void or refund finds its session; in lower case.
  CREATE TABLE session_transactions (
    tenant_id TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    PRIMARY KEY (tenant_id, transaction_id)
  ) STRICT, WITHOUT ROWID;
  INSERT OR IGNORE INTO session_transactions (tenant_id, transaction_id, session_id)
    SELECT tenant_id, lower(document ->> '$.found.receipt.transactionId'), id FROM sessions
    WHERE status IN ('approved', 'partially_approved');
  INSERT OR IGNORE INTO session_transactions (tenant_id, transaction_id, session_id)
    SELECT sessions.tenant_id, lower(other.value ->> '$.receipt.transactionId'), sessions.id
    FROM sessions, json_each(sessions.document, '$.otherReceipts') AS other
    WHERE other.value ->> '$.verdict.approvedCents' IS NOT NULL;

  -- What a tenant has taken back on a day, for its ceiling.
  CREATE TABLE reversal_days (
    tenant_id TEXT NOT NULL,
    day TEXT NOT NULL,
    cents INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, day)
  ) STRICT, WITHOUT ROWID;
  `,
  'CREATE INDEX attention_items_open ON attention_items (tenant_id) WHERE acknowledged_at_ms IS NULL',
  // Every payment that was found, in the place of the transactions alone. Whose it was is sealed, so that what was paid before is not found by it
  // until its session changes.
  `
  CREATE TABLE payments (
    tenant_id TEXT NOT NULL,
    -- In lower case.
    transaction_id TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    -- Of its latest change: the session's. Two payments of one session share it.
    position INTEGER NOT NULL,
    taken_at_ms INTEGER NOT NULL,
    status TEXT NOT NULL,
    captured_cents INTEGER NOT NULL,
    -- Both searchable, and erased with the session's personal data.
    patient TEXT,
    invoice TEXT,
    PRIMARY KEY (tenant_id, transaction_id)
  ) STRICT, WITHOUT ROWID;
  WITH receipts AS (
    SELECT id, document -> '$.found' AS receipt FROM sessions WHERE status IN ('approved', 'partially_approved')
    UNION ALL SELECT sessions.id, other.value FROM sessions, json_each(sessions.document, '$.otherReceipts') AS other
      WHERE other.value ->> '$.verdict.approvedCents' IS NOT NULL
  ), found AS (
    SELECT sessions.tenant_id, lower(receipt ->> '$.receipt.transactionId') AS transaction_id, sessions.id AS session_id, change_position,
      receipt ->> '$.foundAtMs' AS taken_at_ms, receipt ->> '$.verdict.approvedCents' AS captured_cents, sessions.document
    FROM receipts JOIN sessions USING (id)
  ), reversed AS (
    SELECT found.*,
      (SELECT count(*) FROM json_each(document, '$.reversals') AS reversal WHERE reversal.value ->> '$.status' = 'succeeded'
        AND reversal.value ->> '$.type' = 'void' AND lower(reversal.value ->> '$.transactionId') = transaction_id) AS voids,
      (SELECT coalesce(sum(reversal.value ->> '$.cents'), 0) FROM json_each(document, '$.reversals') AS reversal
        WHERE reversal.value ->> '$.status' = 'succeeded' AND lower(reversal.value ->> '$.transactionId') = transaction_id) AS cents
    FROM found
  )
  INSERT OR IGNORE INTO payments (tenant_id, transaction_id, session_id, position, taken_at_ms, status, captured_cents)
    SELECT tenant_id, transaction_id, session_id, change_position, taken_at_ms,
      CASE WHEN voids > 0 THEN 'voided' WHEN cents = 0 THEN 'captured' WHEN cents < captured_cents THEN 'partially_refunded' ELSE 'refunded' END,
      captured_cents
    FROM reversed;
  CREATE UNIQUE INDEX payments_position ON payments (tenant_id, position, transaction_id);
  CREATE UNIQUE INDEX payments_taken ON payments (tenant_id, taken_at_ms, transaction_id);
  CREATE INDEX payments_patient ON payments (tenant_id, patient, taken_at_ms, transaction_id) WHERE patient IS NOT NULL;
  CREATE INDEX payments_invoice ON payments (tenant_id, invoice, taken_at_ms, transaction_id) WHERE invoice IS NOT NULL;
  CREATE INDEX payments_session ON payments (session_id);
  DROP TABLE session_transactions;
  `,
  // What a webhook of InstaMed's says was refunded: a receipt names no amount.
  'ALTER TABLE inbox ADD COLUMN cents INTEGER;',
  // Of a notice about an eCheck, its amount.
  'ALTER TABLE inbox ADD COLUMN check_cents INTEGER;',
];
