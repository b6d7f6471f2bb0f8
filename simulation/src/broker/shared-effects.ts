import type { Claim, ClaimedEffect, ClaimRequest, Effect, Lease } from '@collect-payment/sso-broker/core';
import { placeOf, tokenOf, type EffectTable } from './effect-table.ts';

export interface SharedEffectRow {
  readonly id: number;
  readonly sessionId: string;
  effect: Effect;
  epoch: number;
  owner: string | undefined;
  /** By the database's clock. */
  leasedUntilMs: number | undefined;
}

export interface SharedEffectRows {
  readonly rows: Map<string, SharedEffectRow>;
  lastId: number;
}

/**
 * The rules of PostgreSQL's effects (storage/postgres/statements.ts), statement by statement: several owners, leases that end by the
 * database's clock, and an epoch that grows with every claim, replacement and hand-over. What is due is told by the broker that asks.
 */
export class SharedEffects implements EffectTable {
  readonly #table: SharedEffectRows;
  readonly #owner: string;
  readonly #databaseNowMs: () => number;

  constructor(table: SharedEffectRows, owner: string, databaseNowMs: () => number) {
    this.#table = table;
    this.#owner = owner;
    this.#databaseNowMs = databaseNowMs;
  }

  put(sessionId: string, effects: readonly Effect[]): void {
    for (const effect of effects) {
      const replaced = this.#table.rows.get(placeOf(sessionId, effect));
      if (replaced !== undefined) {
        Object.assign(replaced, { effect: { ...effect }, epoch: replaced.epoch + 1, owner: undefined, leasedUntilMs: undefined });
        continue;
      }
      this.#table.lastId += 1;
      const row = { id: this.#table.lastId, sessionId, effect: { ...effect }, epoch: 0, owner: undefined, leasedUntilMs: undefined };
      this.#table.rows.set(placeOf(sessionId, effect), row);
    }
  }

  strikeOff({ effectId, epoch }: Claim): boolean {
    for (const [place, row] of this.#table.rows) if (row.id === effectId && row.epoch === epoch) return this.#table.rows.delete(place);
    return false;
  }

  claimDue({ nowMs, limit, leaseMs, sessionId }: ClaimRequest): readonly ClaimedEffect[] {
    const databaseNowMs = this.#databaseNowMs();
    const due = [...this.#table.rows.values()]
      .filter(({ effect, leasedUntilMs }) => effect.dueAtMs <= nowMs && (leasedUntilMs === undefined || leasedUntilMs <= databaseNowMs))
      .filter((row) => sessionId === undefined || row.sessionId === sessionId)
      .toSorted((one, other) => one.effect.dueAtMs - other.effect.dueAtMs || one.id - other.id)
      .slice(0, limit);
    for (const row of due) {
      row.owner = this.#owner;
      row.epoch += 1;
      row.leasedUntilMs = databaseNowMs + leaseMs;
    }
    return due.map((row) => ({ effectId: row.id, epoch: row.epoch, sessionId: row.sessionId, effect: { ...row.effect } }));
  }

  renew(claims: readonly Claim[], { leaseMs }: Lease): void {
    for (const row of this.#table.rows.values()) {
      if (claims.some(({ effectId, epoch }) => effectId === row.id && epoch === row.epoch))
        row.leasedUntilMs = this.#databaseNowMs() + leaseMs;
    }
  }

  nextDueAtMs(nowMs: number): number | undefined {
    const databaseNowMs = this.#databaseNowMs();
    const times = Array.from(this.#table.rows.values(), ({ effect, leasedUntilMs }) =>
      leasedUntilMs === undefined ? effect.dueAtMs : Math.max(effect.dueAtMs, nowMs + leasedUntilMs - databaseNowMs),
    );
    return times.length === 0 ? undefined : Math.min(...times);
  }

  bringForward(sessionId: string, nowMs: number): void {
    for (const row of this.#table.rows.values()) {
      const { effect, leasedUntilMs } = row;
      if (row.sessionId !== sessionId || tokenOf(effect) === '' || leasedUntilMs !== undefined || effect.dueAtMs <= nowMs) continue;
      row.effect = { ...effect, dueAtMs: nowMs };
    }
  }

  /** What a broker that ends in order does with all that it still holds. */
  handOver(): void {
    for (const row of this.#table.rows.values()) {
      if (row.owner !== this.#owner || row.leasedUntilMs === undefined) continue;
      Object.assign(row, { owner: undefined, leasedUntilMs: undefined, epoch: row.epoch + 1 });
    }
  }
}
