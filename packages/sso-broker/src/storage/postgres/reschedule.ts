import type { Pool } from 'pg';
import { attemptColumn, tokenColumn } from '../effect-row.ts';
import type { RowCodec } from '../row-codec.ts';
import type { Claim, Commit } from '../store.ts';
import { withConnection } from './connections.ts';
import { statements } from './statements.ts';

/** A look that brought nothing new: the session stays as it is, and the claimed effect is due again. The most frequent commit by far. */
export interface Reschedule {
  readonly claim: Claim;
  readonly sessionId: string;
  readonly sequence: number;
  readonly token: string;
  readonly type: string;
  readonly attempt: number;
  readonly dueAtMs: number;
}

/** The commit as a reschedule, unless it is more than that. */
export function rescheduleOf(commit: Commit, rows: RowCodec): Reschedule | undefined {
  const { from, to, performed, effects, deliveries = [], attention = [], audit, spending } = commit;
  const [effect] = effects;
  if (from !== to || performed === undefined || effect === undefined || effects.length > 1) return undefined;
  if (deliveries.length > 0 || attention.length > 0 || audit !== undefined || spending !== undefined) return undefined;
  const { id: sessionId, tenantId } = from.terms;
  const token = tokenColumn(effect, tenantId, sessionId, rows);
  const { type, dueAtMs } = effect;
  return { claim: performed, sessionId, sequence: from.sequence, token, type, attempt: attemptColumn(effect), dueAtMs };
}

/** Which of them were stored. One that was not has been overtaken, or is about another token than the one that was claimed. */
export async function reschedule(pool: Pool, asked: readonly Reschedule[]): Promise<readonly boolean[]> {
  const values = [
    asked.map(({ claim }) => claim.effectId),
    asked.map(({ claim }) => claim.epoch),
    asked.map(({ sessionId }) => sessionId),
    asked.map(({ sequence }) => sequence),
    asked.map(({ token }) => token),
    asked.map(({ type }) => type),
    asked.map(({ attempt }) => attempt),
    asked.map(({ dueAtMs }) => dueAtMs),
  ];
  const { rows } = await withConnection(pool, (client) => client.query<{ readonly id: unknown }>({ ...statements.reschedule, values }));
  const stored = new Set(rows.map(({ id }) => Number(id)));
  return asked.map(({ claim }) => stored.has(claim.effectId));
}
