import type { Effect } from '../session/effect.ts';
import type { ClaimedEffect } from './store.ts';

/** The session's own timers share one place: the one without a token. */
export function tokenColumn(effect: Effect): string {
  return 'token' in effect ? effect.token : '';
}

export function attemptColumn(effect: Effect): number {
  return 'attempt' in effect ? effect.attempt : 0;
}

/** Rows of `effects` as they were stored, the earliest first. */
export function readEffectRows(rows: readonly Readonly<Record<string, unknown>>[]): readonly ClaimedEffect[] {
  return rows.map((row) => readEffectRow(row)).toSorted((one, other) => one.effect.dueAtMs - other.effect.dueAtMs);
}

function readEffectRow(row: Readonly<Record<string, unknown>>): ClaimedEffect {
  const dueAtMs = Number(row['due_at_ms']);
  return {
    effectId: Number(row['id']),
    epoch: Number(row['epoch']),
    sessionId: String(row['session_id']),
    effect: readEffect(String(row['type']) as Effect['type'], String(row['token']), Number(row['attempt']), dueAtMs),
  };
}

function readEffect(type: Effect['type'], token: string, attempt: number, dueAtMs: number): Effect {
  switch (type) {
    case 'pollToken':
    case 'readReceipt':
      return { type, token, attempt, dueAtMs };
    case 'recoverLaunch':
    case 'expireSession':
      return { type, dueAtMs };
    default:
      return type satisfies never;
  }
}
