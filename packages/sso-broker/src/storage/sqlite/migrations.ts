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
];
