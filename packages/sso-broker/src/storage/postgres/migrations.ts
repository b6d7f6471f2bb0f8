/**
 * The schema, step by step. Append-only: a step that has been released is never edited, and since brokers of two versions share the
 * database during an upgrade, a step only adds.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE tenants (
    id text PRIMARY KEY,
    -- Taken by each change in turn, so that whoever reads on from a position never misses one that was committed later.
    latest_position bigint NOT NULL
  );

  CREATE TABLE sessions (
    id text PRIMARY KEY,
    tenant_id text NOT NULL,
    sequence bigint NOT NULL,
    status text NOT NULL,
    change_position bigint NOT NULL,
    looked_at_ms bigint NOT NULL DEFAULT 0,
    document text NOT NULL,
    UNIQUE (tenant_id, change_position)
  );

  CREATE TABLE effects (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id text NOT NULL REFERENCES sessions (id),
    token text NOT NULL,
    type text NOT NULL,
    attempt integer NOT NULL,
    due_at_ms bigint NOT NULL,
    epoch bigint NOT NULL DEFAULT 0,
    owner text,
    leased_until timestamptz,
    UNIQUE (session_id, token)
  ) WITH (
    -- Every poll replaces a row: the dead ones are cleared by count, or they slow down the search for due work.
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000
  );
  CREATE INDEX effects_due ON effects (due_at_ms);
  CREATE INDEX effects_leased ON effects (leased_until) WHERE leased_until IS NOT NULL;

  CREATE TABLE idempotency_keys (
    tenant_id text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    -- Checked at the commit: the key is taken first, so that of two creates at once the second waits for the first.
    session_id text NOT NULL REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (tenant_id, key)
  );
  `,
  `
  CREATE TABLE webhook_deliveries (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    event_id text NOT NULL,
    tenant_id text NOT NULL,
    endpoint_id text NOT NULL,
    session_id text NOT NULL REFERENCES sessions (id),
    type text NOT NULL,
    body text NOT NULL,
    created_at_ms bigint NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    attempts integer NOT NULL DEFAULT 0,
    due_at_ms bigint NOT NULL,
    -- The time it is due, or the end of its lease while it is claimed.
    available_at_ms bigint NOT NULL,
    epoch bigint NOT NULL DEFAULT 0,
    last_attempt_at_ms bigint,
    response_status integer,
    failure text
  );
  CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (tenant_id, endpoint_id, available_at_ms) WHERE status = 'pending';
  CREATE INDEX webhook_deliveries_listed ON webhook_deliveries (tenant_id, position);

  CREATE TABLE disabled_endpoints (
    tenant_id text NOT NULL,
    endpoint_id text NOT NULL,
    url text NOT NULL,
    disabled_at_ms bigint NOT NULL,
    PRIMARY KEY (tenant_id, endpoint_id)
  );

  CREATE TABLE attention_items (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    tenant_id text NOT NULL,
    session_id text NOT NULL REFERENCES sessions (id),
    reason text NOT NULL,
    transaction_id text,
    raised_at_ms bigint NOT NULL,
    acknowledged_at_ms bigint
  );
  CREATE INDEX attention_items_listed ON attention_items (tenant_id, position);

  CREATE TABLE session_tokens (
    tenant_id text NOT NULL,
    token text COLLATE "C" NOT NULL,
    session_id text NOT NULL REFERENCES sessions (id),
    PRIMARY KEY (tenant_id, token, session_id)
  );
  INSERT INTO session_tokens (tenant_id, token, session_id)
    SELECT tenant_id, watch ->> 'token', id FROM sessions, jsonb_array_elements(document::jsonb -> 'watches') AS watch
    UNION SELECT tenant_id, document::jsonb #>> '{current,token}', id FROM sessions
      WHERE document::jsonb #>> '{current,token}' IS NOT NULL;

  CREATE TABLE inbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id text NOT NULL,
    transaction_id text NOT NULL,
    status_code text NOT NULL,
    transaction_action text NOT NULL,
    body_sha256 text NOT NULL,
    original_transaction_id text,
    token text,
    session_id text,
    received_at_ms bigint NOT NULL,
    -- When it can be taken; null once it is done.
    available_at_ms bigint,
    UNIQUE (tenant_id, transaction_id, status_code, transaction_action, body_sha256)
  );
  CREATE INDEX inbox_available ON inbox (available_at_ms) WHERE available_at_ms IS NOT NULL;
  `,
  // A broker of the version before goes on with what it knows of: every column it does not name has a default.
  `
  ALTER TABLE idempotency_keys
    -- Caller and route; 'create' for the creation of a session.
    ADD COLUMN scope text NOT NULL DEFAULT 'create',
    ADD COLUMN created_at_ms bigint NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
    -- While the request is performed; 1970 when nobody does and it has no answer to keep.
    ADD COLUMN leased_until timestamptz,
    -- Grows with each taker: the answer of an earlier one is not kept.
    ADD COLUMN epoch bigint NOT NULL DEFAULT 0,
    -- Sealed. A creation without one is answered from its session.
    ADD COLUMN answer text,
    ALTER COLUMN session_id DROP NOT NULL,
    DROP CONSTRAINT idempotency_keys_pkey,
    ADD PRIMARY KEY (tenant_id, scope, key);
  CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at_ms);
  CREATE INDEX idempotency_keys_session ON idempotency_keys (session_id);

  -- What is being paid, as a keyed hash: no patient can be read from it.
  ALTER TABLE sessions ADD COLUMN subject text;
  CREATE INDEX sessions_subject ON sessions (tenant_id, subject, change_position) WHERE subject IS NOT NULL;
  `,
  `
  CREATE INDEX webhook_deliveries_delivered ON webhook_deliveries (last_attempt_at_ms) WHERE status = 'delivered';
  CREATE INDEX inbox_followed ON inbox (received_at_ms) WHERE available_at_ms IS NULL;
  CREATE INDEX attention_items_acknowledged ON attention_items (acknowledged_at_ms) WHERE acknowledged_at_ms IS NOT NULL;

  -- Since when personal data waits to be erased; null while the session is under way, and when it has been erased.
  ALTER TABLE sessions ADD COLUMN final_since_ms bigint;
  UPDATE sessions SET final_since_ms = (document::jsonb ->> 'updatedAtMs')::bigint WHERE status IN ('approved', 'partially_approved')
    OR (status IN ('declined', 'failed', 'canceled', 'expired') AND NOT EXISTS (
      SELECT 1 FROM jsonb_array_elements(document::jsonb -> 'watches') AS watch
      WHERE watch ->> 'stage' <> 'ended' OR watch ->> 'evidence' NOT IN ('receipt', 'unpaid')));
  CREATE INDEX sessions_final ON sessions (final_since_ms) WHERE final_since_ms IS NOT NULL;

  -- Work that one broker does for all.
  CREATE TABLE turns (
    name text PRIMARY KEY,
    owner text NOT NULL,
    ends_at timestamptz NOT NULL
  );
  `,
  // `available_at_ms` is when a row is due; whoever has taken it holds it by the server's clock.
  `
  ALTER TABLE webhook_deliveries ADD COLUMN leased_until timestamptz;
  CREATE INDEX webhook_deliveries_leased ON webhook_deliveries (tenant_id, endpoint_id, leased_until) WHERE leased_until IS NOT NULL;
  ALTER TABLE inbox ADD COLUMN leased_until timestamptz;
  CREATE INDEX inbox_leased ON inbox (leased_until) WHERE leased_until IS NOT NULL;
  `,
  // Written to the end of a chain only. No key leads from here to a session: a row stays when its session is gone.
  `
  CREATE TABLE audit_rows (
    tenant_id text NOT NULL,
    number bigint NOT NULL,
    hash text NOT NULL,
    entry text NOT NULL,
    PRIMARY KEY (tenant_id, number)
  );
  CREATE TABLE audit_heads (
    tenant_id text PRIMARY KEY,
    number bigint NOT NULL,
    hash text NOT NULL
  );
  `,
  `
  -- What the rows of a tenant are sealed under, itself wrapped under a master key that is not in the database.
  CREATE TABLE data_keys (
    tenant_id text PRIMARY KEY,
    id text NOT NULL UNIQUE,
    master_key_id text NOT NULL,
    wrapped text NOT NULL,
    -- 1 once no row of the tenant's is left that was written before it.
    covers_all integer NOT NULL DEFAULT 0
  );
  `,
  `
  -- By which a payment's void or refund finds its session; in lower case.
  CREATE TABLE session_transactions (
    tenant_id text NOT NULL,
    transaction_id text NOT NULL,
    session_id text NOT NULL REFERENCES sessions (id),
    PRIMARY KEY (tenant_id, transaction_id)
  );
  INSERT INTO session_transactions (tenant_id, transaction_id, session_id)
    SELECT tenant_id, lower(document::jsonb #>> '{found,receipt,transactionId}'), id FROM sessions
    WHERE status IN ('approved', 'partially_approved')
    UNION SELECT tenant_id, lower(other #>> '{receipt,transactionId}'), id
    FROM sessions, jsonb_array_elements(document::jsonb -> 'otherReceipts') AS other
    WHERE other #>> '{verdict,approvedCents}' IS NOT NULL
    ON CONFLICT DO NOTHING;

  -- What a tenant has taken back on a day, for its ceiling.
  CREATE TABLE reversal_days (
    tenant_id text NOT NULL,
    day text NOT NULL,
    cents bigint NOT NULL,
    PRIMARY KEY (tenant_id, day)
  );
  `,
  'CREATE INDEX attention_items_open ON attention_items (tenant_id) WHERE acknowledged_at_ms IS NULL',
  // Every payment that was found, in the place of the transactions alone. Whose it was is sealed, so that what was paid before is not found by it
  // until its session changes.
  `
  CREATE TABLE payments (
    tenant_id text NOT NULL,
    -- In lower case.
    transaction_id text NOT NULL,
    session_id text NOT NULL REFERENCES sessions (id),
    -- Of its latest change: the session's. Two payments of one session share it.
    position bigint NOT NULL,
    taken_at_ms bigint NOT NULL,
    status text NOT NULL,
    captured_cents bigint NOT NULL,
    -- Both searchable, and erased with the session's personal data.
    patient text,
    invoice text,
    PRIMARY KEY (tenant_id, transaction_id)
  );
  WITH receipts AS (
    SELECT id, document::jsonb -> 'found' AS receipt FROM sessions WHERE status IN ('approved', 'partially_approved')
    UNION ALL SELECT id, other FROM sessions, jsonb_array_elements(document::jsonb -> 'otherReceipts') AS other
      WHERE other #>> '{verdict,approvedCents}' IS NOT NULL
  ), found AS (
    SELECT tenant_id, lower(receipt #>> '{receipt,transactionId}') AS transaction_id, id AS session_id, change_position,
      (receipt ->> 'foundAtMs')::bigint AS taken_at_ms, (receipt #>> '{verdict,approvedCents}')::bigint AS captured_cents,
      coalesce(document::jsonb -> 'reversals', '[]') AS reversals
    FROM receipts JOIN sessions USING (id)
  ), reversed AS (
    SELECT found.*,
      (SELECT count(*) FROM jsonb_array_elements(reversals) AS reversal WHERE reversal ->> 'status' = 'succeeded'
        AND reversal ->> 'type' = 'void' AND lower(reversal ->> 'transactionId') = transaction_id) AS voids,
      (SELECT coalesce(sum((reversal ->> 'cents')::bigint), 0) FROM jsonb_array_elements(reversals) AS reversal
        WHERE reversal ->> 'status' = 'succeeded' AND lower(reversal ->> 'transactionId') = transaction_id) AS cents
    FROM found
  )
  INSERT INTO payments (tenant_id, transaction_id, session_id, position, taken_at_ms, status, captured_cents)
    SELECT tenant_id, transaction_id, session_id, change_position, taken_at_ms,
      CASE WHEN voids > 0 THEN 'voided' WHEN cents = 0 THEN 'captured' WHEN cents < captured_cents THEN 'partially_refunded' ELSE 'refunded' END,
      captured_cents
    FROM reversed ON CONFLICT DO NOTHING;
  CREATE UNIQUE INDEX payments_position ON payments (tenant_id, position, transaction_id);
  CREATE UNIQUE INDEX payments_taken ON payments (tenant_id, taken_at_ms, transaction_id);
  CREATE INDEX payments_patient ON payments (tenant_id, patient, taken_at_ms, transaction_id) WHERE patient IS NOT NULL;
  CREATE INDEX payments_invoice ON payments (tenant_id, invoice, taken_at_ms, transaction_id) WHERE invoice IS NOT NULL;
  CREATE INDEX payments_session ON payments (session_id);
  DROP TABLE session_transactions;
  `,
  // What a webhook of InstaMed's says was refunded: a receipt names no amount.
  'ALTER TABLE inbox ADD COLUMN cents bigint;',
  // Of a notice about an eCheck, its amount.
  'ALTER TABLE inbox ADD COLUMN check_cents bigint;',
];
