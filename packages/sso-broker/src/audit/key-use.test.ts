import { describe, expect, it } from 'vitest';
import type { Happening } from './audit-writer.ts';
import { KeyUse, type AuditLogEntry } from './key-use.ts';

const origin = { actor: { type: 'host', keyId: 'server' }, address: '192.0.2.1' } as const;

function keyUse() {
  const recorded: Happening[] = [];
  const entries: AuditLogEntry[] = [];
  const state = { nowMs: 0, isAway: false };
  const record = async (happening: Happening) => {
    if (state.isAway) throw new Error('away');
    recorded.push(happening);
  };
  const use = new KeyUse({ audit: { record }, nowMs: () => state.nowMs, log: (entry) => void entries.push(entry) });
  return { use, recorded, entries, state };
}

describe('the use of a secret key', () => {
  it('is recorded once a day for each key and address', () => {
    const { use, recorded, state } = keyUse();
    use.note('clinic', 'server', origin);
    use.note('clinic', 'server', origin);
    use.note('clinic', 'server', { ...origin, address: '192.0.2.2' });
    use.note('other', 'server', origin);
    state.nowMs = 86_400_000;
    use.note('clinic', 'server', origin);
    expect(recorded.map(({ tenantId, atMs, origin: { address } }) => [tenantId, atMs, address])).toEqual([
      ['clinic', 0, '192.0.2.1'],
      ['clinic', 0, '192.0.2.2'],
      ['other', 0, '192.0.2.1'],
      ['clinic', 86_400_000, '192.0.2.1'],
    ]);
  });

  it('is recorded by the next call when it could not be', async () => {
    const { use, recorded, entries, state } = keyUse();
    state.isAway = true;
    use.note('clinic', 'server', origin);
    await expect.poll(() => entries).toMatchObject([{ type: 'audit_failed', tenantId: 'clinic' }]);
    state.isAway = false;
    use.note('clinic', 'server', origin);
    expect(recorded).toHaveLength(1);
  });
});
