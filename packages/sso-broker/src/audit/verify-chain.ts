import type { AuditKeys } from './audit-keys.ts';
import { emptyChain, isHashOf, type AuditRow, type ChainHead } from './chain.ts';
import { isSealed, type Checkpoint } from './checkpoint.ts';

export type ChainProblem =
  /** Between two rows others are missing, or a row stands where it does not belong. */
  | { readonly type: 'rows_missing' | 'row_out_of_order'; readonly number: number }
  /** The row, or the one before it, is not what was written. */
  | { readonly type: 'row_changed'; readonly number: number }
  /** The chain ends elsewhere than its store says. */
  | { readonly type: 'head_differs'; readonly number: number }
  /** No checkpoint of ours, or changed. */
  | { readonly type: 'checkpoint_forged'; readonly number: number }
  /** There were more rows when the checkpoint was written. */
  | { readonly type: 'rows_cut_off'; readonly number: number }
  /** There was another row at its place when the checkpoint was written. */
  | { readonly type: 'chain_rewritten'; readonly number: number };

export interface ChainVerdict {
  readonly head: ChainHead;
  readonly problems: readonly ChainProblem[];
  /** How many checkpoints the chain agrees with. */
  readonly checkpointsMet: number;
}

export interface ChainToVerify {
  readonly tenantId: string;
  readonly rows: AsyncIterable<AuditRow>;
  /** Where the store says that the chain ends. */
  readonly head: ChainHead;
  /** Of this tenant. */
  readonly checkpoints: readonly Checkpoint[];
}

/** Examines every row of a chain. `keys`: the one in use, and those before it. */
export async function verifyChain(keys: readonly AuditKeys[], { tenantId, rows, head, checkpoints }: ChainToVerify): Promise<ChainVerdict> {
  const problems: ChainProblem[] = [];
  const expected = new Map<number, Set<string>>();
  for (const checkpoint of checkpoints) {
    const { number, hash } = checkpoint;
    if (keys.some((key) => isSealed(key, checkpoint))) expected.set(number, (expected.get(number) ?? new Set<string>()).add(hash));
    else problems.push({ type: 'checkpoint_forged', number });
  }
  let last = emptyChain;
  for await (const row of rows) {
    const { number } = row;
    if (number > last.number + 1) problems.push({ type: 'rows_missing', number: last.number + 1 });
    if (number <= last.number || !belongsTo(row, tenantId)) problems.push({ type: 'row_out_of_order', number });
    // Not the latest key only: while it is being changed, two brokers write by turns.
    if (!keys.some((key) => isHashOf(key.rows, last.hash, row))) problems.push({ type: 'row_changed', number });
    if ([...(expected.get(number) ?? [])].some((hash) => hash !== row.hash)) problems.push({ type: 'chain_rewritten', number });
    last = { number, hash: row.hash };
  }
  if (last.number !== head.number || last.hash !== head.hash) problems.push({ type: 'head_differs', number: head.number });
  for (const number of expected.keys()) if (number > last.number) problems.push({ type: 'rows_cut_off', number });
  const unmet = problems.filter(({ type }) => ['checkpoint_forged', 'rows_cut_off', 'chain_rewritten'].includes(type)).length;
  return { head: last, problems, checkpointsMet: Math.max(0, checkpoints.length - unmet) };
}

function belongsTo({ entry, number }: AuditRow, tenantId: string): boolean {
  try {
    const told = JSON.parse(entry) as { readonly tenantId?: unknown; readonly number?: unknown };
    return told.tenantId === tenantId && told.number === number;
  } catch {
    return false;
  }
}
