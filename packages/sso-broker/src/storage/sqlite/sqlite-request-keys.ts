import type { DatabaseSync } from 'node:sqlite';
import type { BeginOutcome, RequestKey, RequestKeys } from '../request-keys.ts';
import { hideRequestKey, revealFingerprint } from '../request-key-row.ts';
import type { RowCodec } from '../row-codec.ts';
import type { Transact } from './database.ts';

export class SqliteRequestKeys implements RequestKeys {
  readonly #transact: Transact;
  readonly #rows: RowCodec;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync, transact: Transact, rows: RowCodec) {
    this.#transact = transact;
    this.#rows = rows;
    this.#statements = prepare(database);
  }

  /** This is the only process: whoever was performing a request is gone. */
  releaseClaims(): void {
    this.#transact(() => this.#statements.releaseClaims.run());
  }

  async begin(asked: RequestKey, nowMs: number, leaseMs: number): Promise<BeginOutcome> {
    const { tenantId, scope, key, fingerprint, sessionId } = hideRequestKey(asked, this.#rows);
    return this.#transact<BeginOutcome>(() => {
      const values = { tenantId, scope, key, fingerprint, sessionId: sessionId ?? null, nowMs, leasedUntilMs: nowMs + leaseMs };
      const begun = this.#statements.begin.get(values);
      if (begun !== undefined) return { type: 'begun', epoch: Number(begun['epoch']) };
      const row = this.#statements.find.get(tenantId, scope, key);
      const found = { fingerprint: revealFingerprint(row?.['fingerprint'], this.#rows) };
      const answer = row?.['answer'];
      return typeof answer === 'string' ? { type: 'answered', ...found, answer } : { type: 'in_flight', ...found };
    });
  }

  async end(asked: RequestKey, epoch: number, answer: string | undefined): Promise<void> {
    const { tenantId, scope, key } = hideRequestKey(asked, this.#rows);
    this.#transact(() => this.#statements.end.run({ tenantId, scope, key, epoch, answer: answer ?? null }));
  }
}

function prepare(database: DatabaseSync) {
  return {
    releaseClaims: database.prepare('UPDATE idempotency_keys SET leased_until_ms = 0 WHERE leased_until_ms IS NOT NULL'),
    begin: database.prepare(
      `INSERT INTO idempotency_keys (tenant_id, scope, key, fingerprint, session_id, created_at_ms, leased_until_ms)
       VALUES (:tenantId, :scope, :key, :fingerprint, :sessionId, :nowMs, :leasedUntilMs)
       ON CONFLICT (tenant_id, scope, key) DO UPDATE SET epoch = epoch + 1, leased_until_ms = excluded.leased_until_ms
         WHERE leased_until_ms <= :nowMs AND fingerprint = excluded.fingerprint
       RETURNING epoch`,
    ),
    find: database.prepare('SELECT fingerprint, answer FROM idempotency_keys WHERE tenant_id = ? AND scope = ? AND key = ?'),
    end: database.prepare(
      `UPDATE idempotency_keys SET answer = :answer, leased_until_ms = iif(:answer IS NULL, 0, NULL)
       WHERE tenant_id = :tenantId AND scope = :scope AND key = :key AND epoch = :epoch AND leased_until_ms IS NOT NULL`,
    ),
  };
}
