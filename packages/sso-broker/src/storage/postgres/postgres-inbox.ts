import type { Pool } from 'pg';
import type { ClaimedNotice, Inbox, Notice, NoticeClaim } from '../inbox.ts';
import { hideNotice, readClaimedNotices } from '../notice-row.ts';
import type { Row } from '../page-rows.ts';
import type { RowCodec } from '../row-codec.ts';
import { withConnection } from './connections.ts';
import { endOfLease } from './end-of-lease.ts';

export const inboxStatements = {
  insert: {
    name: 'insert-notice',
    text: `INSERT INTO inbox (tenant_id, transaction_id, status_code, transaction_action, body_sha256, original_transaction_id,
        token, cents, session_id, check_cents, received_at_ms, available_at_ms)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) ON CONFLICT DO NOTHING RETURNING id`,
  },
  claimDue: {
    name: 'claim-notices',
    text: `UPDATE inbox SET leased_until = clock_timestamp() + $3 * interval '1 millisecond'
      WHERE id = ANY (ARRAY(
        SELECT id FROM inbox WHERE available_at_ms <= $1 AND (leased_until IS NULL OR leased_until <= clock_timestamp())
        ORDER BY available_at_ms, id LIMIT $2 FOR UPDATE SKIP LOCKED))
      RETURNING *`,
  },
  nextAvailable: {
    name: 'next-notice',
    text: `SELECT least(
        (SELECT min(available_at_ms) FROM inbox WHERE leased_until IS NULL),
        (SELECT min(greatest(available_at_ms, ${endOfLease('$1')})) FROM inbox WHERE leased_until IS NOT NULL)) AS next`,
  },
  finish: { name: 'finish-notice', text: 'UPDATE inbox SET available_at_ms = $2, leased_until = NULL WHERE id = $1' },
} as const;

export class PostgresInbox implements Inbox {
  readonly #pool: Pool;
  readonly #rows: RowCodec;

  constructor(pool: Pool, rows: RowCodec) {
    this.#pool = pool;
    this.#rows = rows;
  }

  async put(notice: Notice): Promise<'new' | 'known'> {
    const hidden = hideNotice(notice, this.#rows);
    const { tenantId, transactionId, statusCode, transactionAction, bodySha256, receivedAtMs } = hidden;
    const { originalTransactionId = null, token = null, cents = null, sessionId = null, checkCents = null } = hidden;
    const identity = [tenantId, transactionId, statusCode, transactionAction, bodySha256];
    const told = [originalTransactionId, token, cents, sessionId, checkCents];
    const rows = await this.#query(inboxStatements.insert, [...identity, ...told, receivedAtMs]);
    return rows.length === 0 ? 'known' : 'new';
  }

  async claimDue({ nowMs, limit, leaseMs }: NoticeClaim): Promise<readonly ClaimedNotice[]> {
    return readClaimedNotices(await this.#query(inboxStatements.claimDue, [nowMs, limit, leaseMs]), this.#rows);
  }

  async nextDueAtMs(nowMs: number): Promise<number | undefined> {
    const [row] = await this.#query(inboxStatements.nextAvailable, [nowMs]);
    const next = row?.['next'];
    return typeof next === 'string' ? Number(next) : undefined;
  }

  async finish(noticeId: number, againAtMs?: number): Promise<void> {
    await this.#query(inboxStatements.finish, [noticeId, againAtMs ?? null]);
  }

  async #query(statement: (typeof inboxStatements)[keyof typeof inboxStatements], values: unknown[]): Promise<readonly Row[]> {
    return withConnection(this.#pool, async (client) => (await client.query<Row>({ ...statement, values })).rows);
  }
}
