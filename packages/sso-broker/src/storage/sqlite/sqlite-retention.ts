import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { eraseRows } from '../erase-rows.ts';
import type { Perishable, Retention } from '../retention.ts';
import type { RowCodec } from '../row-codec.ts';
import type { Transact } from './database.ts';

export class SqliteRetention implements Retention {
  readonly #database: DatabaseSync;
  readonly #transact: Transact;
  readonly #run: Transact;
  readonly #rows: RowCodec;
  readonly #statements: ReturnType<typeof prepareRetentionStatements>;

  /** `run` is `transact` without the transaction. */
  constructor(database: DatabaseSync, transact: Transact, run: Transact, rows: RowCodec) {
    this.#database = database;
    this.#transact = transact;
    this.#run = run;
    this.#rows = rows;
    this.#statements = prepareRetentionStatements(database);
  }

  /** There is no other broker. */
  async takeTurn(): Promise<boolean> {
    return true;
  }

  async remove(kind: Perishable, beforeMs: number, limit: number): Promise<number> {
    return this.#transact(() =>
      kind === 'personalData' ? this.#erase(beforeMs, limit) : Number(this.#statements.remove[kind].run(beforeMs, limit).changes),
    );
  }

  /** The log holds pages as they were before. Written back and cut to nothing, it holds none. */
  async scrub(): Promise<void> {
    this.#run(() => this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  }

  #erase(beforeMs: number, limit: number): number {
    const erased = eraseRows(this.#statements.findFinal.all(beforeMs, limit), this.#rows);
    for (const { id, sequence, document } of erased) {
      this.#statements.erase.run(sequence, document, id);
      this.#statements.erasePayments.run(id);
    }
    return erased.length;
  }
}

/** Every query of the purge, compiled once. */
export function prepareRetentionStatements(database: DatabaseSync) {
  return {
    remove: {
      idempotencyKeys: database.prepare(
        `DELETE FROM idempotency_keys WHERE (tenant_id, scope, key) IN (
           SELECT tenant_id, scope, key FROM idempotency_keys WHERE created_at_ms < ? ORDER BY created_at_ms LIMIT ?)`,
      ),
      deliveredWebhooks: database.prepare(
        `DELETE FROM webhook_deliveries WHERE position IN (
           SELECT position FROM webhook_deliveries WHERE status = 'delivered' AND last_attempt_at_ms < ? ORDER BY last_attempt_at_ms LIMIT ?)`,
      ),
      followedNotices: database.prepare(
        `DELETE FROM inbox WHERE id IN (
           SELECT id FROM inbox WHERE available_at_ms IS NULL AND received_at_ms < ? ORDER BY received_at_ms LIMIT ?)`,
      ),
      acknowledgedAttention: database.prepare(
        `DELETE FROM attention_items WHERE position IN (
           SELECT position FROM attention_items WHERE acknowledged_at_ms < ? ORDER BY acknowledged_at_ms LIMIT ?)`,
      ),
    } satisfies Record<Exclude<Perishable, 'personalData'>, StatementSync>,
    findFinal: database.prepare('SELECT id, document FROM sessions WHERE final_since_ms < ? ORDER BY final_since_ms LIMIT ?'),
    // Nothing that a host must hear of: its place in the list of changes stays.
    erase: database.prepare('UPDATE sessions SET sequence = ?, document = ?, final_since_ms = NULL, subject = NULL WHERE id = ?'),
    erasePayments: database.prepare('UPDATE payments SET patient = NULL, invoice = NULL WHERE session_id = ?'),
  };
}
