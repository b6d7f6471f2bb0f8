import { describe, expect, it } from 'vitest';
import { writer } from '../../test/support/chain.ts';
import { byOperator } from './audit-event.ts';
import { AuditLog } from './audit-log.ts';
import type { AuditDraft } from './audit-writer.ts';

const happening = (tenantId: string) => ({ tenantId, atMs: 1, origin: byOperator, events: [] });

describe('the audit log', () => {
  it('stores together what comes while it is storing, and tells each when it is stored', async () => {
    const batches: (readonly AuditDraft[])[] = [];
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const append = async (drafts: readonly AuditDraft[]) => gates[batches.push(drafts) - 1]?.promise;
    const log = new AuditLog({ trail: { append }, writer });
    const recorded = ['a', 'b', 'c'].map((tenantId) => log.record(happening(tenantId)));
    gates[0]?.resolve();
    await recorded[0];
    expect(batches.map((drafts) => drafts.map(({ tenantId }) => tenantId))).toEqual([['a'], ['b', 'c']]);
    gates[1]?.resolve();
    await Promise.all(recorded);
  });

  it('tells whoever waits when it could not be stored, and stores what comes after', async () => {
    let isAway = true;
    const append = async () => {
      if (isAway) throw new Error('away');
    };
    const log = new AuditLog({ trail: { append }, writer });
    await expect(log.record(happening('a'))).rejects.toThrow('away');
    isAway = false;
    await expect(log.record(happening('a'))).resolves.toBeUndefined();
  });
});
