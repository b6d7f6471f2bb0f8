import type { DatabaseSync } from 'node:sqlite';
import type { ClaimedNotice, Inbox, Notice, NoticeClaim } from '../inbox.ts';
import type { Transact } from './database.ts';
import { hideNotice, readClaimedNotices } from '../notice-row.ts';
import type { RowCodec } from '../row-codec.ts';

export class SqliteInbox implements Inbox {
  readonly #transact: Transact;
  readonly #rows: RowCodec;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync, transact: Transact, rows: RowCodec) {
    this.#transact = transact;
    this.#rows = rows;
    this.#statements = prepare(database);
  }

  /** Whoever had claimed a notice is gone. */
  releaseClaims(): void {
    this.#transact(() => this.#statements.releaseClaims.run());
  }

  async put(notice: Notice): Promise<'new' | 'known'> {
    const absent = { originalTransactionId: null, token: null, cents: null, sessionId: null, checkCents: null };
    const { changes } = this.#transact(() => this.#statements.insert.run({ ...absent, ...hideNotice(notice, this.#rows) }));
    return changes === 0 ? 'known' : 'new';
  }

  async claimDue({ nowMs, limit, leaseMs }: NoticeClaim): Promise<readonly ClaimedNotice[]> {
    const rows = this.#transact(() => this.#statements.claimDue.all({ nowMs, limit, leaseUntilMs: nowMs + leaseMs }));
    return readClaimedNotices(rows, this.#rows);
  }

  async nextDueAtMs(): Promise<number | undefined> {
    const next = this.#transact(() => this.#statements.nextAvailable.get())?.['next'];
    return typeof next === 'number' ? next : undefined;
  }

  async finish(noticeId: number, againAtMs?: number): Promise<void> {
    this.#transact(() => this.#statements.finish.run(againAtMs ?? null, noticeId));
  }
}

function prepare(database: DatabaseSync) {
  return {
    insert: database.prepare(
      `INSERT INTO inbox (tenant_id, transaction_id, status_code, transaction_action, body_sha256, original_transaction_id,
         token, cents, session_id, check_cents, received_at_ms, available_at_ms)
       VALUES (:tenantId, :transactionId, :statusCode, :transactionAction, :bodySha256, :originalTransactionId,
         :token, :cents, :sessionId, :checkCents, :receivedAtMs, :receivedAtMs)
       ON CONFLICT DO NOTHING`,
    ),
    claimDue: database.prepare(
      `UPDATE inbox SET available_at_ms = :leaseUntilMs
       WHERE id IN (SELECT id FROM inbox WHERE available_at_ms <= :nowMs ORDER BY available_at_ms, id LIMIT :limit) RETURNING *`,
    ),
    releaseClaims: database.prepare('UPDATE inbox SET available_at_ms = received_at_ms WHERE available_at_ms IS NOT NULL'),
    nextAvailable: database.prepare('SELECT min(available_at_ms) AS next FROM inbox'),
    finish: database.prepare('UPDATE inbox SET available_at_ms = ? WHERE id = ?'),
  };
}
