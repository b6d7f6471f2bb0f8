import type { Effect } from '../session/effect.ts';
import type { Row } from './page-rows.ts';
import { places, type RowCodec } from './row-codec.ts';
import { StoreError } from './store-error.ts';
import type { ClaimedEffect } from './store.ts';

/** Where an effect stands: at its token, at its void or refund, or, as the session's own timers, at the one place without either. */
export function tokenColumn(effect: Effect, tenantId: string, sessionId: string, rows: RowCodec): string {
  if ('reversalId' in effect) return rows.hide(tenantId, places.effectToken(sessionId), effect.reversalId);
  return 'token' in effect ? rows.hide(tenantId, places.effectToken(sessionId), effect.token) : '';
}

export function attemptColumn(effect: Effect): number {
  return 'attempt' in effect ? effect.attempt : 0;
}

/**
 * Rows of `effects` as they were stored, the earliest first. One that does not open is passed over: its lease ends by itself, and a broker
 * that has its key takes it.
 */
export function readEffectRows(claimed: readonly Row[], rows: RowCodec): readonly ClaimedEffect[] {
  return claimed.flatMap((row) => readEffectRow(row, rows)).toSorted((one, other) => one.effect.dueAtMs - other.effect.dueAtMs);
}

function readEffectRow(row: Row, rows: RowCodec): readonly ClaimedEffect[] {
  const sessionId = String(row['session_id']);
  try {
    const token = rows.reveal(places.effectToken(sessionId), String(row['token']));
    const effect = readEffect(String(row['type']) as Effect['type'], token, Number(row['attempt']), Number(row['due_at_ms']));
    return [{ effectId: Number(row['id']), epoch: Number(row['epoch']), sessionId, effect }];
  } catch (error) {
    if (error instanceof StoreError) return [];
    throw error;
  }
}

function readEffect(type: Effect['type'], token: string, attempt: number, dueAtMs: number): Effect {
  switch (type) {
    case 'pollToken':
    case 'readReceipt':
      return { type, token, attempt, dueAtMs };
    case 'sendReversal':
    case 'lookUpReversal':
      return { type, reversalId: token, attempt, dueAtMs };
    case 'recoverLaunch':
    case 'expireSession':
      return { type, dueAtMs };
    default:
      return type satisfies never;
  }
}
