import type { Claim, ClaimedEffect, ClaimRequest, Effect, Lease } from '@collect-payment/sso-broker/core';
import { placeOf, tokenOf, type EffectTable } from './effect-table.ts';

export interface EmbeddedEffectRow {
  readonly id: number;
  readonly sessionId: string;
  readonly effect: Effect;
  epoch: number;
  availableAtMs: number;
}

export interface EmbeddedEffectRows {
  readonly rows: Map<string, EmbeddedEffectRow>;
  lastId: number;
}

/** The rules of SQLite's effects: one process, whose leases end by its own clock and with it. */
export class EmbeddedEffects implements EffectTable {
  readonly #table: EmbeddedEffectRows;

  constructor(table: EmbeddedEffectRows) {
    this.#table = table;
    // Whoever had claimed an effect is gone.
    for (const row of table.rows.values()) {
      if (row.availableAtMs !== row.effect.dueAtMs) row.epoch += 1;
      row.availableAtMs = row.effect.dueAtMs;
    }
  }

  put(sessionId: string, effects: readonly Effect[]): void {
    for (const effect of effects) {
      this.#table.lastId += 1;
      const row = { id: this.#table.lastId, sessionId, effect: { ...effect }, epoch: 0, availableAtMs: effect.dueAtMs };
      this.#table.rows.set(placeOf(sessionId, effect), row);
    }
  }

  strikeOff({ effectId, epoch }: Claim): boolean {
    for (const [place, row] of this.#table.rows) if (row.id === effectId && row.epoch === epoch) return this.#table.rows.delete(place);
    return false;
  }

  claimDue({ nowMs, limit, leaseMs, sessionId }: ClaimRequest): readonly ClaimedEffect[] {
    const due = [...this.#table.rows.values()]
      .filter((row) => row.availableAtMs <= nowMs && (sessionId === undefined || row.sessionId === sessionId))
      .toSorted((one, other) => one.availableAtMs - other.availableAtMs || one.id - other.id)
      .slice(0, limit);
    for (const row of due) {
      row.epoch += 1;
      row.availableAtMs = nowMs + leaseMs;
    }
    return due
      .toSorted((one, other) => one.effect.dueAtMs - other.effect.dueAtMs || one.id - other.id)
      .map((row) => ({ effectId: row.id, epoch: row.epoch, sessionId: row.sessionId, effect: { ...row.effect } }));
  }

  renew(claims: readonly Claim[], { nowMs, leaseMs }: Lease): void {
    for (const row of this.#table.rows.values()) {
      if (claims.some(({ effectId, epoch }) => effectId === row.id && epoch === row.epoch)) row.availableAtMs = nowMs + leaseMs;
    }
  }

  nextDueAtMs(): number | undefined {
    const { rows } = this.#table;
    return rows.size === 0 ? undefined : Math.min(...Array.from(rows.values(), (row) => row.availableAtMs));
  }

  bringForward(sessionId: string, nowMs: number): void {
    for (const [place, row] of this.#table.rows) {
      const { effect, availableAtMs } = row;
      if (row.sessionId !== sessionId || tokenOf(effect) === '' || availableAtMs !== effect.dueAtMs || effect.dueAtMs <= nowMs) continue;
      this.#table.rows.set(place, { ...row, effect: { ...effect, dueAtMs: nowMs }, availableAtMs: nowMs });
    }
  }
}
