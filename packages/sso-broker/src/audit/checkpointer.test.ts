import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/engine/fake-clock.ts';
import { auditKeys } from '../../test/support/chain.ts';
import { isSealed } from './checkpoint.ts';
import { Checkpointer, type CheckpointerDependencies } from './checkpointer.ts';

type Entry = Parameters<CheckpointerDependencies['log']>[0];

function start(heads: () => Promise<readonly { readonly tenantId: string; readonly number: number; readonly hash: string }[]>) {
  const clock = new FakeClock();
  const entries: Entry[] = [];
  const log = (entry: Entry) => void entries.push(entry);
  const checkpointer = new Checkpointer({ trail: { heads }, keys: auditKeys, clock, log }, 300_000);
  checkpointer.start();
  return { clock, entries, checkpointer };
}

describe('the checkpointer', () => {
  it('tells at regular times how far each chain has come, where it has grown, and once more in the end', async () => {
    let number = 4;
    const { clock, entries, checkpointer } = start(async () => [{ tenantId: 'clinic', number, hash: 'ab'.repeat(32) }]);
    await clock.advance(300_000);
    expect(entries).toMatchObject([{ type: 'audit_checkpoint', tenantId: 'clinic', number: 4 }]);
    await clock.advance(300_000);
    expect(entries).toHaveLength(1);
    number = 5;
    await clock.advance(300_000);
    number = 6;
    await checkpointer.stop();
    expect(entries.map((entry) => 'number' in entry && entry.number)).toEqual([4, 5, 6]);
    expect(entries.every((entry) => entry.type === 'audit_checkpoint' && isSealed(auditKeys, entry))).toBe(true);
    await clock.advance(900_000);
    expect(entries).toHaveLength(3);
  });

  it('goes on when the store is away', async () => {
    let isAway = true;
    const { clock, entries } = start(async () => {
      if (isAway) throw new Error('away');
      return [{ tenantId: 'clinic', number: 1, hash: '' }];
    });
    await clock.advance(300_000);
    isAway = false;
    await clock.advance(300_000);
    expect(entries.map(({ type }) => type)).toEqual(['store_failed', 'audit_checkpoint']);
  });
});
