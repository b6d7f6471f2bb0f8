import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../../engine/clock.ts';
import type { Effect } from '../../session/effect.ts';
import type { Encryption } from '../../sealing/unlock-data-keys.ts';
import type { PaymentSession } from '../../session/session.ts';
import { finalSinceMs } from '../../session/erase-session.ts';
import type { Spending } from '../../session/reversal-spending.ts';
import { allWatches } from '../../session/watches.ts';
import { attemptColumn, readEffectRows, tokenColumn } from '../effect-row.ts';
import {
  maxRivals,
  type AuditOfCreation,
  type ChangedPage,
  type Claim,
  type ClaimedEffect,
  type ClaimRequest,
  type Commit,
  type CommitOutcome,
  type CreateOutcome,
  type DuplicateGuard,
  type IdempotencyKey,
  type Lease,
  type Store,
  type StoreWatcher,
} from '../store.ts';
import { places, type RowCodec } from '../row-codec.ts';
import type { Row } from '../page-rows.ts';
import { readUsedKey } from '../used-key-row.ts';
import { Batch } from './batch.ts';
import { ChangeListener, changeChannel, encodeChange } from './change-listener.ts';
import { createPool, inTransaction, withConnection, withStoreErrors } from './connections.ts';
import { migrate } from './migrate.ts';
import { unlockDatabase } from './unlock-database.ts';
import type { PostgresSettings } from './postgres-settings.ts';
import { PostgresAttentionList } from './postgres-attention-list.ts';
import { PostgresAuditTrail } from './postgres-audit-trail.ts';
import { PostgresBacklog } from './postgres-backlog.ts';
import { PostgresPaymentList } from './postgres-payment-list.ts';
import { PostgresInbox } from './postgres-inbox.ts';
import { PostgresOutbox } from './postgres-outbox.ts';
import { PostgresRequestKeys } from './postgres-request-keys.ts';
import { PostgresRetention } from './postgres-retention.ts';
import { reschedule, rescheduleOf, type Reschedule } from './reschedule.ts';
import { statements } from './statements.ts';

type Statement = (typeof statements)[keyof typeof statements];

/** The store that several brokers share. Each has an `owner` name of its own, new with every start. */
export class PostgresStore implements Store {
  readonly isShared = true;
  readonly #pool: Pool;
  readonly #listener: ChangeListener;
  readonly #owner: string;
  readonly #rows: RowCodec;
  readonly #loads = new Batch<string, Row | undefined>(async (ids) => this.#loadAll(ids));
  readonly #reschedules = new Batch<Reschedule, boolean>(async (asked) => reschedule(this.#pool, asked));
  readonly outbox: PostgresOutbox;
  readonly attention: PostgresAttentionList;
  readonly inbox: PostgresInbox;
  readonly requestKeys: PostgresRequestKeys;
  readonly retention: PostgresRetention;
  readonly audit: PostgresAuditTrail;
  readonly backlog: PostgresBacklog;
  readonly payments: PostgresPaymentList;
  #closed: Promise<void> | undefined;

  private constructor(pool: Pool, listener: ChangeListener, owner: string, rows: RowCodec) {
    this.#pool = pool;
    this.#listener = listener;
    this.#owner = owner;
    this.#rows = rows;
    this.audit = new PostgresAuditTrail(pool);
    this.outbox = new PostgresOutbox(pool, this.audit);
    this.attention = new PostgresAttentionList(pool, this.audit);
    this.inbox = new PostgresInbox(pool, rows);
    this.requestKeys = new PostgresRequestKeys(pool, rows);
    this.backlog = new PostgresBacklog(pool);
    this.payments = new PostgresPaymentList(pool, rows);
    this.retention = new PostgresRetention(pool, owner, rows);
  }

  /** Migrates, connects and listens. Rejects with StoreError ERR_STORE_NEWER, ERR_STORE_UNAVAILABLE, ERR_STORE_KEY_MISSING, ERR_STORE_KEY_UNAVAILABLE. */
  static async open(settings: PostgresSettings, owner: string, clock: Clock, encryption?: Encryption): Promise<PostgresStore> {
    await migrate(settings);
    const rows = await unlockDatabase(settings, encryption);
    const listener = new ChangeListener(settings, owner, clock);
    try {
      await withStoreErrors(() => listener.start());
    } catch (error) {
      await listener.stop();
      throw error;
    }
    const store = new PostgresStore(createPool(settings), listener, owner, rows);
    await store.#query(statements.releaseDead, []);
    return store;
  }

  async create(
    asked: PaymentSession,
    effects: readonly Effect[],
    idempotencyKey?: IdempotencyKey,
    guard?: DuplicateGuard,
    auditOf?: AuditOfCreation,
  ): Promise<CreateOutcome> {
    const { id, tenantId, createdAtMs } = asked.terms;
    return inTransaction<CreateOutcome>(this.#pool, async (client) => {
      if (idempotencyKey !== undefined) {
        const key = this.#rows.hide(tenantId, places.idempotencyKey, idempotencyKey.key);
        const fingerprint = this.#rows.hide(tenantId, places.fingerprint, idempotencyKey.fingerprint);
        const { rowCount } = await client.query({ ...statements.takeKey, values: [tenantId, key, fingerprint, id, createdAtMs] });
        if (rowCount === 0) return readUsedKey((await findOne(client, statements.findKey, [tenantId, key])) ?? {}, this.#rows);
      }
      const verdict = guard?.judge(await this.#findRivals(client, tenantId, guard.subject)) ?? { type: 'create', session: asked };
      if (verdict.type !== 'create') {
        const rival = verdict.session.terms.id;
        if (idempotencyKey !== undefined) {
          const key = this.#rows.hide(tenantId, places.idempotencyKey, idempotencyKey.key);
          await client.query({ ...statements.answerKey, values: [tenantId, key, rival, idempotencyKey.answerOf?.(verdict)] });
        }
        if (auditOf !== undefined && verdict.type === 'joined') await this.audit.put(client, auditOf(verdict.type, verdict.session));
        return verdict;
      }
      const { session } = verdict;
      const values = [tenantId, id, session.sequence, session.status, this.#rows.writeSession(session), guard?.subject];
      await client.query({ ...statements.insertSession, values });
      await this.#putTokens(client, session);
      await this.#putEffects(client, session, effects);
      if (auditOf !== undefined) await this.audit.put(client, auditOf('created', session));
      return { type: 'created', session };
    });
  }

  async load(sessionId: string): Promise<PaymentSession | undefined> {
    const row = await this.#loads.add(sessionId);
    return row && this.#rows.readSession(row);
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    const { from, to, performed, effects, deliveries = [], attention = [], audit, spending } = commit;
    const { id, tenantId } = from.terms;
    const quiet = rescheduleOf(commit, this.#rows);
    if (quiet !== undefined && (await this.#reschedules.add(quiet))) return 'committed';
    return inTransaction(this.#pool, async (client) => {
      const stored = await findOne(client, statements.lockSession, [id]);
      if (Number(stored?.['sequence']) !== from.sequence) return 'conflict';
      if (performed !== undefined) {
        const { rowCount } = await client.query({ ...statements.deleteClaimed, values: [performed.effectId, performed.epoch] });
        if (rowCount === 0) return 'lost';
      }
      if (spending !== undefined && !(await spend(client, tenantId, spending))) return 'over_ceiling';
      await this.#putEffects(client, to, effects);
      if (to !== from) {
        // Last, because the tenant's other changes wait for it.
        const change = [changeChannel, encodeChange(this.#owner, id)];
        const values = [tenantId, id, to.sequence, to.status, this.#rows.writeSession(to), ...change, finalSinceMs(to) ?? null];
        await this.#putTokens(client, to);
        await client.query({ ...statements.updateSession, values });
        await this.payments.put(client, to);
      }
      // After the tenant's change, so that the positions of its lists are taken in the order in which they are committed.
      await this.outbox.put(client, deliveries);
      await this.attention.put(client, attention);
      if (audit !== undefined) await this.audit.put(client, audit);
      return 'committed';
    });
  }

  async listChanged(tenantId: string, afterPosition: number, limit: number): Promise<ChangedPage> {
    // One more than asked for tells whether there is more.
    const rows = await this.#query(statements.listChanged, [tenantId, afterPosition, limit + 1]);
    const page = rows.slice(0, limit);
    return {
      sessions: page.map((row) => this.#rows.readSession(row)),
      nextPosition: Number(page.at(-1)?.['change_position'] ?? afterPosition),
      hasMore: rows.length > limit,
    };
  }

  async claimDue({ nowMs, limit, leaseMs, sessionId }: ClaimRequest): Promise<readonly ClaimedEffect[]> {
    return readEffectRows(await this.#query(statements.claimDue, [this.#owner, leaseMs, nowMs, limit, sessionId ?? null]), this.#rows);
  }

  async renew(claims: readonly Claim[], { leaseMs }: Lease): Promise<void> {
    const ids = claims.map(({ effectId }) => effectId);
    const epochs = claims.map(({ epoch }) => epoch);
    await this.#query(statements.renew, [leaseMs, ids, epochs]);
  }

  async nextDueAtMs(nowMs: number): Promise<number | undefined> {
    const [row] = await this.#query(statements.nextAvailable, [nowMs]);
    const next = row?.['next'];
    return typeof next === 'string' ? Number(next) : undefined;
  }

  async findByToken(tenantId: string, token: string): Promise<readonly string[]> {
    const { first, last } = this.#rows.rangeOf(tenantId, token);
    const rows = await this.#query(statements.findByToken, [tenantId, first, last]);
    return rows.map((row) => String(row['session_id']));
  }

  async bringForward(sessionId: string, nowMs: number, gapMs: number): Promise<boolean> {
    return inTransaction(this.#pool, async (client) => {
      const { rowCount } = await client.query({ ...statements.noteLook, values: [sessionId, nowMs, nowMs - gapMs] });
      if (rowCount === 0) return false;
      await client.query({ ...statements.bringForward, values: [sessionId, nowMs] });
      return true;
    });
  }

  watch(watcher: StoreWatcher): void {
    this.#listener.watch(watcher);
  }

  async ping(): Promise<void> {
    await withConnection(this.#pool, (client) => client.query('SELECT 1'));
  }

  async close(): Promise<void> {
    this.#closed ??= this.#end();
    await this.#closed;
  }

  async #end(): Promise<void> {
    await this.#listener.stop();
    // When the server is away the leases end by themselves.
    await this.#query(statements.handOver, [this.#owner]).catch(() => undefined);
    await this.#pool.end();
  }

  async #loadAll(ids: readonly string[]): Promise<readonly (Row | undefined)[]> {
    const rows = await this.#query(statements.loadSessions, [ids]);
    const byId = new Map(rows.map((row) => [row['id'], row]));
    return ids.map((id) => byId.get(id));
  }

  /** Locks the subject first: what is read after that holds until the transaction ends. */
  async #findRivals(client: PoolClient, tenantId: string, subject: string): Promise<readonly PaymentSession[]> {
    await client.query({ ...statements.lockSubject, values: [`${tenantId} ${subject}`] });
    const { rows } = await client.query<Row>({ ...statements.findRivals, values: [tenantId, subject, maxRivals] });
    return rows.map((row) => this.#rows.readSession(row));
  }

  async #putTokens(client: PoolClient, session: PaymentSession): Promise<void> {
    const { id, tenantId } = session.terms;
    const tokens = allWatches(session).flatMap(({ token }) => this.#rows.indexToken(tenantId, token));
    if (tokens.length > 0) await client.query({ ...statements.insertTokens, values: [tenantId, tokens, id] });
  }

  async #putEffects(client: PoolClient, { terms: { id, tenantId } }: PaymentSession, effects: readonly Effect[]): Promise<void> {
    for (const effect of effects) {
      const values = [id, tokenColumn(effect, tenantId, id, this.#rows), effect.type, attemptColumn(effect), effect.dueAtMs];
      await client.query({ ...statements.putEffect, values });
    }
  }

  async #query(statement: Statement, values: unknown[]): Promise<readonly Row[]> {
    return withConnection(this.#pool, async (client) => (await client.query<Row>({ ...statement, values })).rows);
  }
}

async function findOne(client: PoolClient, statement: Statement, values: unknown[]): Promise<Row | undefined> {
  return (await client.query<Row>({ ...statement, values })).rows[0];
}

async function spend(client: PoolClient, tenantId: string, { day, cents, ceilingCents }: Spending): Promise<boolean> {
  const { rowCount } = await client.query({ ...statements.spend, values: [tenantId, day, cents, ceilingCents ?? null] });
  return rowCount === 1;
}
