import type { DatabaseSync } from 'node:sqlite';
import type { Effect } from '../../session/effect.ts';
import type { PaymentSession } from '../../session/session.ts';
import { attemptColumn, readEffectRows, tokenColumn } from '../effect-row.ts';
import type { ChangedPage, Claim, ClaimedEffect, ClaimRequest, Commit, CreateOutcome, IdempotencyKey, Lease, Store } from '../store.ts';
import { inTransaction, openDatabase, withStoreErrors } from './database.ts';
import { prepareStatements, type Statements } from './statements.ts';

/** The embedded store: one file, one process, every commit synced to disk. */
export class SqliteStore implements Store {
  readonly isShared = false;
  readonly #database: DatabaseSync;
  readonly #statements: Statements;

  /** @throws StoreError see openDatabase */
  constructor(path: string) {
    this.#database = openDatabase(path);
    this.#statements = prepareStatements(this.#database);
    // This is the only process, so whoever had claimed an effect is gone.
    withStoreErrors(() => this.#statements.releaseClaims.run());
  }

  async create(session: PaymentSession, effects: readonly Effect[], idempotencyKey?: IdempotencyKey): Promise<CreateOutcome> {
    const { id, tenantId } = session.terms;
    return inTransaction<CreateOutcome>(this.#database, () => {
      if (idempotencyKey !== undefined) {
        const used = this.#statements.findKey.get(tenantId, idempotencyKey.key);
        if (used) return { type: 'key_used', fingerprint: String(used['fingerprint']), sessionId: String(used['session_id']) };
      }
      this.#statements.insertSession.run({
        id,
        tenantId,
        sequence: session.sequence,
        status: session.status,
        changePosition: this.#nextPosition(tenantId),
        document: JSON.stringify(session),
      });
      if (idempotencyKey !== undefined) this.#statements.insertKey.run(tenantId, idempotencyKey.key, idempotencyKey.fingerprint, id);
      this.#putEffects(id, effects);
      return { type: 'created' };
    });
  }

  async load(sessionId: string): Promise<PaymentSession | undefined> {
    const row = withStoreErrors(() => this.#statements.loadSession.get(sessionId));
    return row && readDocument(row['document']);
  }

  async commit({ from, to, performed, effects }: Commit): Promise<'committed' | 'conflict' | 'lost'> {
    const { id, tenantId } = from.terms;
    return inTransaction(this.#database, () => {
      if (this.#statements.findSequence.get(id)?.['sequence'] !== from.sequence) return 'conflict';
      if (performed !== undefined && this.#statements.deleteClaimed.run(performed.effectId, performed.epoch).changes === 0) return 'lost';
      if (to !== from) {
        const changePosition = this.#nextPosition(tenantId);
        this.#statements.updateSession.run({
          id,
          sequence: to.sequence,
          status: to.status,
          changePosition,
          document: JSON.stringify(to),
        });
      }
      this.#putEffects(id, effects);
      return 'committed';
    });
  }

  async listChanged(tenantId: string, afterPosition: number, limit: number): Promise<ChangedPage> {
    // One more than asked for tells whether there is more.
    const rows = withStoreErrors(() => this.#statements.listChanged.all(tenantId, afterPosition, limit + 1));
    const page = rows.slice(0, limit);
    return {
      sessions: page.map((row) => readDocument(row['document'])),
      nextPosition: Number(page.at(-1)?.['change_position'] ?? afterPosition),
      hasMore: rows.length > limit,
    };
  }

  async claimDue({ nowMs, limit, leaseMs, sessionId }: ClaimRequest): Promise<readonly ClaimedEffect[]> {
    const rows = inTransaction(this.#database, () =>
      sessionId === undefined
        ? this.#statements.claimDue.all(nowMs + leaseMs, nowMs, limit)
        : this.#statements.claimDueOf.all(nowMs + leaseMs, nowMs, sessionId, limit),
    );
    return readEffectRows(rows);
  }

  async renew(claims: readonly Claim[], { nowMs, leaseMs }: Lease): Promise<void> {
    inTransaction(this.#database, () => {
      for (const { effectId, epoch } of claims) this.#statements.renew.run(nowMs + leaseMs, effectId, epoch);
    });
  }

  async nextDueAtMs(): Promise<number | undefined> {
    const next = withStoreErrors(() => this.#statements.nextAvailable.get())?.['next'];
    return typeof next === 'number' ? next : undefined;
  }

  async bringForward(sessionId: string, nowMs: number, gapMs: number): Promise<boolean> {
    return inTransaction(this.#database, () => {
      if (this.#statements.noteLook.run(nowMs, sessionId, nowMs - gapMs).changes === 0) return false;
      this.#statements.bringForward.run({ nowMs, sessionId });
      return true;
    });
  }

  /** Nobody else ever changes this store. */
  watch(): void {}

  async ping(): Promise<void> {
    withStoreErrors(() => this.#statements.nextAvailable.get());
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }

  #nextPosition(tenantId: string): number {
    return Number(this.#statements.latestPosition.get(tenantId)?.['latest'] ?? 0) + 1;
  }

  #putEffects(sessionId: string, effects: readonly Effect[]): void {
    for (const effect of effects) {
      const { type, dueAtMs } = effect;
      this.#statements.putEffect.run({ sessionId, token: tokenColumn(effect), type, attempt: attemptColumn(effect), dueAtMs });
    }
  }
}

function readDocument(document: unknown): PaymentSession {
  return JSON.parse(String(document)) as PaymentSession;
}
