import type { DatabaseSync } from 'node:sqlite';
import type { Effect } from '../../session/effect.ts';
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
} from '../store.ts';
import { clearRows, places, type RowCodec } from '../row-codec.ts';
import { readUsedKey } from '../used-key-row.ts';
import { StoreError } from '../store-error.ts';
import { noBallast, type Ballast } from './ballast.ts';
import { inTransaction, openDatabase } from './database.ts';
import { GroupCommit, type Gather } from './group-commit.ts';
import { breaksTrust, toStoreError } from './sqlite-errors.ts';
import { SqliteAttentionList } from './sqlite-attention-list.ts';
import { SqliteAuditTrail } from './sqlite-audit-trail.ts';
import { SqliteBacklog } from './sqlite-backlog.ts';
import { SqliteInbox } from './sqlite-inbox.ts';
import { SqliteOutbox } from './sqlite-outbox.ts';
import { SqlitePaymentList } from './sqlite-payment-list.ts';
import { SqliteRequestKeys } from './sqlite-request-keys.ts';
import { SqliteRetention } from './sqlite-retention.ts';
import { prepareStatements, type Statements } from './statements.ts';

export interface SqliteStoreOptions {
  /** Told of the first error after which the file cannot be trusted; from then on everything is refused with it. */
  readonly onBroken?: (error: StoreError) => void;
  readonly open?: (path: string) => DatabaseSync;
  /** Called once the database is this process's alone. */
  readonly holdBallast?: () => Ballast;
  /** In the clear without. */
  readonly rows?: RowCodec;
  /** How long decisions wait for others to share a transaction with. Unless given, each has its own, at once. */
  readonly gather?: Gather;
}

/** The embedded store: one file, one process, every commit synced to disk. */
export class SqliteStore implements Store {
  readonly isShared = false;
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #rows: RowCodec;
  readonly outbox: SqliteOutbox;
  readonly attention: SqliteAttentionList;
  readonly inbox: SqliteInbox;
  readonly requestKeys: SqliteRequestKeys;
  readonly retention: SqliteRetention;
  readonly audit: SqliteAuditTrail;
  readonly backlog: SqliteBacklog;
  readonly payments: SqlitePaymentList;

  readonly #onBroken: (error: StoreError) => void;
  readonly #ballast: Ballast;
  readonly #commits: GroupCommit;
  #broken: StoreError | undefined;

  /** @throws StoreError see openDatabase */
  constructor(path: string, options: SqliteStoreOptions = {}) {
    const { onBroken = () => undefined, open = openDatabase, holdBallast = () => noBallast, rows = clearRows, gather = atOnce } = options;
    this.#database = open(path);
    this.#rows = rows;
    this.#ballast = holdBallast();
    this.#onBroken = onBroken;
    this.#statements = prepareStatements(this.#database);
    const transact = <Result>(work: () => Result): Result => this.#transact(work);
    this.#commits = new GroupCommit(transact, gather);
    this.audit = new SqliteAuditTrail(this.#database, transact);
    this.outbox = new SqliteOutbox(this.#database, transact, this.audit);
    this.attention = new SqliteAttentionList(this.#database, transact, this.audit);
    this.inbox = new SqliteInbox(this.#database, transact, rows);
    this.requestKeys = new SqliteRequestKeys(this.#database, transact, rows);
    this.backlog = new SqliteBacklog(this.#database, transact);
    this.payments = new SqlitePaymentList(this.#database, (work) => this.#run(work), rows);
    this.retention = new SqliteRetention(this.#database, transact, (work) => this.#run(work), rows);
    // This is the only process, so whoever had claimed an effect is gone.
    this.#run(() => this.#statements.releaseClaims.run());
    this.outbox.releaseClaims();
    this.inbox.releaseClaims();
    this.requestKeys.releaseClaims();
  }

  async create(
    asked: PaymentSession,
    effects: readonly Effect[],
    idempotencyKey?: IdempotencyKey,
    guard?: DuplicateGuard,
    auditOf?: AuditOfCreation,
  ): Promise<CreateOutcome> {
    const { id, tenantId } = asked.terms;
    const hasRoom = this.#ballast.reserve();
    const work = (): CreateOutcome => {
      const key = idempotencyKey && this.#rows.hide(tenantId, places.idempotencyKey, idempotencyKey.key);
      const used = key !== undefined && this.#statements.findKey.get(tenantId, key);
      if (used) return readUsedKey(used, this.#rows);
      const verdict = guard?.judge(this.#findRivals(tenantId, guard.subject)) ?? { type: 'create', session: asked };
      if (verdict.type !== 'create') {
        this.#putKey(asked, verdict.session.terms.id, idempotencyKey, idempotencyKey?.answerOf?.(verdict));
        if (auditOf !== undefined && verdict.type === 'joined') this.audit.put(auditOf(verdict.type, verdict.session));
        return verdict;
      }
      if (!hasRoom) throw new StoreError('ERR_STORE_FULL');
      const { session } = verdict;
      this.#statements.insertSession.run({
        id,
        tenantId,
        sequence: session.sequence,
        status: session.status,
        changePosition: this.#nextPosition(tenantId),
        document: this.#rows.writeSession(session),
        subject: guard?.subject ?? null,
      });
      this.#putTokens(session);
      this.#putKey(asked, id, idempotencyKey);
      this.#putEffects(session, effects);
      if (auditOf !== undefined) this.audit.put(auditOf('created', session));
      return { type: 'created', session };
    };
    // A new session never takes the room of those under way.
    return this.#run(() => inTransaction(this.#database, work), noBallast);
  }

  async load(sessionId: string): Promise<PaymentSession | undefined> {
    const row = this.#run(() => this.#statements.loadSession.get(sessionId));
    return row && this.#rows.readSession(row);
  }

  async commit({ from, to, performed, effects, deliveries = [], attention = [], audit, spending }: Commit): Promise<CommitOutcome> {
    const { id, tenantId } = from.terms;
    return this.#commits.transact(() => {
      if (this.#statements.findSequence.get(id)?.['sequence'] !== from.sequence) return 'conflict';
      if (performed !== undefined && this.#statements.deleteClaimed.run(performed.effectId, performed.epoch).changes === 0) return 'lost';
      if (spending !== undefined && !this.#spend(tenantId, spending)) return 'over_ceiling';
      if (to !== from) {
        const changePosition = this.#nextPosition(tenantId);
        this.#statements.updateSession.run({
          id,
          sequence: to.sequence,
          status: to.status,
          changePosition,
          document: this.#rows.writeSession(to),
          finalSinceMs: finalSinceMs(to) ?? null,
        });
        this.#putTokens(to);
        this.payments.put(to, changePosition);
      }
      this.#putEffects(to, effects);
      this.outbox.put(deliveries);
      this.attention.put(attention);
      if (audit !== undefined) this.audit.put(audit);
      return 'committed';
    });
  }

  async listChanged(tenantId: string, afterPosition: number, limit: number): Promise<ChangedPage> {
    // One more than asked for tells whether there is more.
    const rows = this.#run(() => this.#statements.listChanged.all(tenantId, afterPosition, limit + 1));
    const page = rows.slice(0, limit);
    return {
      sessions: page.map((row) => this.#rows.readSession(row)),
      nextPosition: Number(page.at(-1)?.['change_position'] ?? afterPosition),
      hasMore: rows.length > limit,
    };
  }

  async claimDue({ nowMs, limit, leaseMs, sessionId }: ClaimRequest): Promise<readonly ClaimedEffect[]> {
    const rows = this.#transact(() =>
      sessionId === undefined
        ? this.#statements.claimDue.all(nowMs + leaseMs, nowMs, limit)
        : this.#statements.claimDueOf.all(nowMs + leaseMs, nowMs, sessionId, limit),
    );
    return readEffectRows(rows, this.#rows);
  }

  async renew(claims: readonly Claim[], { nowMs, leaseMs }: Lease): Promise<void> {
    this.#transact(() => {
      for (const { effectId, epoch } of claims) this.#statements.renew.run(nowMs + leaseMs, effectId, epoch);
    });
  }

  async nextDueAtMs(): Promise<number | undefined> {
    const next = this.#run(() => this.#statements.nextAvailable.get())?.['next'];
    return typeof next === 'number' ? next : undefined;
  }

  async findByToken(tenantId: string, token: string): Promise<readonly string[]> {
    const { first, last } = this.#rows.rangeOf(tenantId, token);
    const rows = this.#run(() => this.#statements.findByToken.all(tenantId, first, last));
    return rows.map((row) => String(row['session_id']));
  }

  async bringForward(sessionId: string, nowMs: number, gapMs: number): Promise<boolean> {
    return this.#transact(() => {
      if (this.#statements.noteLook.run(nowMs, sessionId, nowMs - gapMs).changes === 0) return false;
      this.#statements.bringForward.run({ nowMs, sessionId });
      return true;
    });
  }

  /** Nobody else ever changes this store. */
  watch(): void {}

  async ping(): Promise<void> {
    this.#run(() => this.#statements.nextAvailable.get());
  }

  async close(): Promise<void> {
    // Closing writes the log back into the file; one that is broken is left as it is.
    if (this.#broken === undefined && this.#database.isOpen) this.#database.close();
  }

  #transact<Result>(work: () => Result): Result {
    return this.#run(() => inTransaction(this.#database, work));
  }

  /** On a full disk once more, in the room that the ballast gives. What `work` has done by then is rolled back. */
  #run<Result>(work: () => Result, ballast = this.#ballast): Result {
    if (this.#broken !== undefined) throw this.#broken;
    try {
      return work();
    } catch (thrown) {
      const error = toStoreError(thrown);
      if (error.code === 'ERR_STORE_FULL' && ballast.release()) return this.#run(work, noBallast);
      if (breaksTrust(error)) {
        this.#broken = error;
        this.#onBroken(error);
      }
      throw error;
    }
  }

  #findRivals(tenantId: string, subject: string): readonly PaymentSession[] {
    return this.#statements.findRivals.all(tenantId, subject, maxRivals).map((row) => this.#rows.readSession(row));
  }

  #putKey({ terms: { tenantId, createdAtMs } }: PaymentSession, sessionId: string, key: IdempotencyKey | undefined, answer?: string): void {
    if (key === undefined) return;
    this.#statements.insertKey.run({
      tenantId,
      key: this.#rows.hide(tenantId, places.idempotencyKey, key.key),
      fingerprint: this.#rows.hide(tenantId, places.fingerprint, key.fingerprint),
      sessionId,
      createdAtMs,
      answer: answer ?? null,
    });
  }

  #spend(tenantId: string, { day, cents, ceilingCents = Number.POSITIVE_INFINITY }: Spending): boolean {
    const sum = Number(this.#statements.readDay.get(tenantId, day)?.['cents'] ?? 0) + cents;
    if (sum > ceilingCents) return false;
    this.#statements.addToDay.run(tenantId, day, cents);
    return true;
  }

  #nextPosition(tenantId: string): number {
    return Number(this.#statements.latestPosition.get(tenantId)?.['latest'] ?? 0) + 1;
  }

  #putTokens(session: PaymentSession): void {
    const { id, tenantId } = session.terms;
    for (const { token } of allWatches(session))
      for (const kept of this.#rows.indexToken(tenantId, token)) this.#statements.insertToken.run(tenantId, kept, id);
  }

  #putEffects({ terms: { id: sessionId, tenantId } }: PaymentSession, effects: readonly Effect[]): void {
    for (const effect of effects) {
      const { type, dueAtMs } = effect;
      const token = tokenColumn(effect, tenantId, sessionId, this.#rows);
      this.#statements.putEffect.run({ sessionId, token, type, attempt: attemptColumn(effect), dueAtMs });
    }
  }
}

const atOnce: Gather = (commit) => commit();
