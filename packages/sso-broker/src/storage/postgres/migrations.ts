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
];
