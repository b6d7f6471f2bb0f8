import type { Pool } from 'pg';
import { eraseRows } from '../erase-rows.ts';
import type { Row } from '../page-rows.ts';
import type { Perishable, Retention } from '../retention.ts';
import type { RowCodec } from '../row-codec.ts';
import { inTransaction, withConnection } from './connections.ts';

/**
 * Of rows that somebody is writing the purge takes none: they are no longer what it looked for. Those it takes are an array: of a join
 * the planner might make a scan of the table.
 */
const forUpdate = 'LIMIT $2 FOR UPDATE SKIP LOCKED';

export const retentionStatements = {
  takeTurn: {
    name: 'take-turn',
    text: `INSERT INTO turns (name, owner, ends_at) VALUES ('purge', $1, clock_timestamp() + $2 * interval '1 millisecond')
      ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, ends_at = excluded.ends_at
        WHERE turns.owner = excluded.owner OR turns.ends_at <= clock_timestamp()`,
  },
  idempotencyKeys: {
    name: 'purge-keys',
    text: `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM idempotency_keys WHERE created_at_ms < $1 ORDER BY created_at_ms ${forUpdate}))`,
  },
  deliveredWebhooks: {
    name: 'purge-deliveries',
    text: `DELETE FROM webhook_deliveries WHERE position = ANY (ARRAY(
      SELECT position FROM webhook_deliveries WHERE status = 'delivered' AND last_attempt_at_ms < $1
      ORDER BY last_attempt_at_ms ${forUpdate}))`,
  },
  followedNotices: {
    name: 'purge-notices',
    text: `DELETE FROM inbox WHERE id = ANY (ARRAY(
      SELECT id FROM inbox WHERE available_at_ms IS NULL AND received_at_ms < $1 ORDER BY received_at_ms ${forUpdate}))`,
  },
  acknowledgedAttention: {
    name: 'purge-attention',
    text: `DELETE FROM attention_items WHERE position = ANY (ARRAY(
      SELECT position FROM attention_items WHERE acknowledged_at_ms < $1 ORDER BY acknowledged_at_ms ${forUpdate}))`,
  },
  findFinal: {
    name: 'find-final',
    text: `SELECT id, document FROM sessions WHERE final_since_ms < $1 ORDER BY final_since_ms ${forUpdate}`,
  },
  /** Nothing that a host must hear of: its place in the list of changes stays. */
  erase: {
    name: 'erase-session',
    text: 'UPDATE sessions SET sequence = $2, document = $3, final_since_ms = NULL, subject = NULL WHERE id = $1',
  },
  erasePayments: {
    name: 'erase-payments',
    text: 'UPDATE payments SET patient = NULL, invoice = NULL WHERE session_id = $1',
  },
} as const;

export class PostgresRetention implements Retention {
  readonly #pool: Pool;
  readonly #owner: string;
  readonly #rows: RowCodec;

  constructor(pool: Pool, owner: string, rows: RowCodec) {
    this.#pool = pool;
    this.#owner = owner;
    this.#rows = rows;
  }

  /** The turn ends by the database's clock. */
  async takeTurn(forMs: number): Promise<boolean> {
    return (await this.#run(retentionStatements.takeTurn, [this.#owner, forMs])) > 0;
  }

  async remove(kind: Perishable, beforeMs: number, limit: number): Promise<number> {
    return kind === 'personalData' ? this.#erase(beforeMs, limit) : this.#run(retentionStatements[kind], [beforeMs, limit]);
  }

  /** VACUUM, the log and its archive are the server's (docs/broker.md, Retention). */
  async scrub(): Promise<void> {}

  async #erase(beforeMs: number, limit: number): Promise<number> {
    return inTransaction(this.#pool, async (client) => {
      const { rows } = await client.query<Row>({ ...retentionStatements.findFinal, values: [beforeMs, limit] });
      const erased = eraseRows(rows, this.#rows);
      for (const { id, sequence, document } of erased) {
        await client.query({ ...retentionStatements.erase, values: [id, sequence, document] });
        await client.query({ ...retentionStatements.erasePayments, values: [id] });
      }
      return erased.length;
    });
  }

  async #run(statement: { readonly name: string; readonly text: string }, values: readonly unknown[]): Promise<number> {
    const { rowCount } = await withConnection(this.#pool, (client) => client.query({ ...statement, values: [...values] }));
    return rowCount ?? 0;
  }
}
