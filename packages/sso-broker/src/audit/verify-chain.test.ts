import { describe, expect, it } from 'vitest';
import { auditKey, auditKeys, draftOf, oneByOne } from '../../test/support/chain.ts';
import { Secret } from '../configuration/secret.ts';
import { deriveAuditKeys } from './audit-keys.ts';
import { AuditWriter } from './audit-writer.ts';
import { emptyChain, type AuditRow, type ChainHead } from './chain.ts';
import { readCheckpoints, sealCheckpoint, type Checkpoint } from './checkpoint.ts';
import { verifyChain, type ChainProblem } from './verify-chain.ts';

const tenantId = 'clinic';
const events = Array.from({ length: 6 }, (_, at) => ({ type: 'receipt_read', sessionId: `ps_${at + 1}` }) as const);
const whole = draftOf(tenantId, events).write(emptyChain);
const headOf = (rows: readonly AuditRow[]): ChainHead => rows.at(-1) ?? emptyChain;
const checkpointAt = (number: number, rows = whole): Checkpoint =>
  sealCheckpoint(auditKeys, { tenantId, number, hash: rows[number - 1]?.hash ?? '', atMs: 5 });

interface Examined {
  readonly head?: ChainHead;
  readonly checkpoints?: readonly Checkpoint[];
  readonly keys?: readonly (typeof auditKeys)[];
}

async function problemsOf(rows: readonly AuditRow[], examined: Examined = {}): Promise<readonly ChainProblem[]> {
  const { head = headOf(rows), checkpoints = [], keys = [auditKeys] } = examined;
  return (await verifyChain(keys, { tenantId, rows: oneByOne(rows), head, checkpoints })).problems;
}

const edit = (row: AuditRow | undefined, change: Partial<AuditRow>): AuditRow => ({ ...(row ?? { ...emptyChain, entry: '' }), ...change });

describe('the verification of an audit chain', () => {
  it('finds nothing wrong with what was written, however little', async () => {
    expect(await problemsOf(whole, { checkpoints: [checkpointAt(3), checkpointAt(6)] })).toEqual([]);
    expect(await problemsOf([])).toEqual([]);
  });

  it.each(whole.map(({ number }) => [number]))('detects that row %i was edited, in any one character', async (number) => {
    const { entry, hash } = whole[number - 1] ?? edit(undefined, {});
    for (let at = 0; at < entry.length; at += 1) {
      const edited = `${entry.slice(0, at)}${entry[at] === '0' ? '1' : '0'}${entry.slice(at + 1)}`;
      const problems = await problemsOf(whole.with(number - 1, { number, hash, entry: edited }));
      expect(problems).toContainEqual({ type: 'row_changed', number });
    }
    const other = edit(whole[number - 1], { hash: 'f'.repeat(64) });
    expect(await problemsOf(whole.with(number - 1, other))).toContainEqual({ type: 'row_changed', number });
  });

  it.each(whole.slice(0, -1).map(({ number }) => [number]))('detects that row %i was removed', async (number) => {
    const left = whole.filter((row) => row.number !== number);
    expect(await problemsOf(left)).toContainEqual({ type: 'rows_missing', number });
    // Whoever renumbers what follows changes it.
    const renumbered = left.map((row, at) => edit(row, { number: at + 1 }));
    expect(await problemsOf(renumbered)).toContainEqual({ type: 'row_changed', number });
  });

  it('detects that two rows have changed places, and a row that stands there twice', async () => {
    const [first, second, third, ...rest] = whole as readonly [AuditRow, AuditRow, AuditRow, ...AuditRow[]];
    const swapped = [first, { ...third, number: 2 }, { ...second, number: 3 }, ...rest];
    expect(await problemsOf(swapped)).toEqual(expect.arrayContaining([{ type: 'row_changed', number: 2 }]));
    expect(await problemsOf([first, third, second, ...rest])).toContainEqual({ type: 'row_out_of_order', number: 2 });
    expect(await problemsOf([first, second, second, third, ...rest])).toContainEqual({ type: 'row_out_of_order', number: 2 });
  });

  it('detects a row of another tenant’s chain', async () => {
    const foreign = draftOf('other', events).write(emptyChain);
    expect(await problemsOf(foreign)).toContainEqual({ type: 'row_out_of_order', number: 1 });
  });

  it('detects rows that somebody without the key has put in', async () => {
    const stranger = new AuditWriter({ key: new Secret(new Uint8Array(32).fill(8)), addresses: 'none', certificateOf: () => undefined });
    const forged = stranger
      .draft({ tenantId, atMs: 1, origin: { actor: { type: 'broker' } }, events: events.slice(0, 1) })
      .write(headOf(whole));
    expect(await problemsOf([...whole, ...forged])).toEqual([{ type: 'row_changed', number: 7 }]);
  });

  it('detects a chain that was cut off, by its head, and where that was cut too, by a checkpoint', async () => {
    const cut = whole.slice(0, 4);
    expect(await problemsOf(cut, { head: headOf(whole) })).toEqual([{ type: 'head_differs', number: 6 }]);
    expect(await problemsOf(cut)).toEqual([]);
    expect(await problemsOf(cut, { checkpoints: [checkpointAt(3), checkpointAt(5)] })).toEqual([{ type: 'rows_cut_off', number: 5 }]);
    expect(await problemsOf([], { checkpoints: [checkpointAt(1)] })).toEqual([{ type: 'rows_cut_off', number: 1 }]);
  });

  it('detects by a checkpoint a chain that was written anew by somebody who has the key', async () => {
    const anew = draftOf(tenantId, events.toReversed()).write(emptyChain);
    expect(await problemsOf(anew)).toEqual([]);
    expect(await problemsOf(anew, { checkpoints: [checkpointAt(2)] })).toEqual([{ type: 'chain_rewritten', number: 2 }]);
  });

  it('detects a checkpoint that is not the broker’s', async () => {
    const forged = { ...checkpointAt(5), number: 4 };
    expect(await problemsOf(whole, { checkpoints: [forged] })).toEqual([{ type: 'checkpoint_forged', number: 4 }]);
  });

  it('accepts rows and checkpoints of every key that it is given, by turns, and of no other', async () => {
    const key = new Secret<Uint8Array>(new Uint8Array(32).fill(1));
    const next = new AuditWriter({ key, addresses: 'none', certificateOf: () => undefined });
    const more = next
      .draft({ tenantId, atMs: 1, origin: { actor: { type: 'operator' } }, events: events.slice(0, 2) })
      .write(headOf(whole));
    const last = draftOf(tenantId, events.slice(0, 1)).write(headOf(more));
    const rows = [...whole, ...more, ...last];
    const both = { keys: [deriveAuditKeys(key), auditKeys], checkpoints: [checkpointAt(2)] };
    expect(await problemsOf(rows, both)).toEqual([]);
    expect((await problemsOf(rows)).map(({ type, number }) => [type, number])).toEqual([
      ['row_changed', 7],
      ['row_changed', 8],
    ]);
  });

  it('uses no key for two things', () => {
    const { rows, checkpoints, pseudonyms } = auditKeys;
    expect(new Set([rows, checkpoints, pseudonyms, auditKey.reveal()].map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(4);
  });
});

describe('checkpoints', () => {
  it('are found among all other lines of a log', () => {
    const checkpoint = checkpointAt(3);
    const line = JSON.stringify({ level: 'info', time: '2027-01-01T00:00:00.000Z', ...checkpoint });
    const broken = line.slice(0, -20);
    const lines = ['', 'plain', '{"type":"request"}', broken, '{"type":"audit_checkpoint","number":-1}', line];
    expect(readCheckpoints(lines)).toMatchObject([checkpoint]);
  });
});
