import type { Pool } from 'pg';
import { hideRequestKey, revealFingerprint } from '../request-key-row.ts';
import type { BeginOutcome, RequestKey, RequestKeys } from '../request-keys.ts';
import type { RowCodec } from '../row-codec.ts';
import { inTransaction, withConnection } from './connections.ts';

const statements = {
  begin: {
    name: 'begin-request',
    text: `INSERT INTO idempotency_keys (tenant_id, scope, key, fingerprint, session_id, created_at_ms, leased_until)
      VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7 * interval '1 millisecond')
      ON CONFLICT (tenant_id, scope, key) DO UPDATE SET epoch = idempotency_keys.epoch + 1, leased_until = excluded.leased_until
        WHERE idempotency_keys.leased_until <= clock_timestamp() AND idempotency_keys.fingerprint = excluded.fingerprint
      RETURNING epoch`,
  },
  find: {
    name: 'find-request',
    text: 'SELECT fingerprint, answer FROM idempotency_keys WHERE tenant_id = $1 AND scope = $2 AND key = $3',
  },
  end: {
    name: 'end-request',
    text: `UPDATE idempotency_keys SET answer = $5, leased_until = CASE WHEN $5::text IS NULL THEN to_timestamp(0) END
      WHERE tenant_id = $1 AND scope = $2 AND key = $3 AND epoch = $4 AND leased_until IS NOT NULL`,
  },
} as const;

export class PostgresRequestKeys implements RequestKeys {
  readonly #pool: Pool;
  readonly #rows: RowCodec;

  constructor(pool: Pool, rows: RowCodec) {
    this.#pool = pool;
    this.#rows = rows;
  }

  async begin(asked: RequestKey, nowMs: number, leaseMs: number): Promise<BeginOutcome> {
    const { tenantId, scope, key, fingerprint, sessionId } = hideRequestKey(asked, this.#rows);
    return inTransaction<BeginOutcome>(this.#pool, async (client) => {
      const values = [tenantId, scope, key, fingerprint, sessionId ?? null, nowMs, leaseMs];
      const [begun] = (await client.query<{ epoch: string }>({ ...statements.begin, values })).rows;
      if (begun !== undefined) return { type: 'begun', epoch: Number(begun.epoch) };
      const found = await client.query<{ fingerprint: string; answer: string | null }>({
        ...statements.find,
        values: [tenantId, scope, key],
      });
      const [row] = found.rows;
      // Purged between the two statements: the next try begins it.
      if (row === undefined) return { type: 'in_flight', fingerprint: asked.fingerprint };
      const { answer } = row;
      const kept = { fingerprint: revealFingerprint(row.fingerprint, this.#rows) };
      return answer === null ? { type: 'in_flight', ...kept } : { type: 'answered', ...kept, answer };
    });
  }

  async end(asked: RequestKey, epoch: number, answer: string | undefined): Promise<void> {
    const { tenantId, scope, key } = hideRequestKey(asked, this.#rows);
    await withConnection(this.#pool, (client) =>
      client.query({ ...statements.end, values: [tenantId, scope, key, epoch, answer ?? null] }),
    );
  }
}
