import { describe, expect, test } from 'vitest';
import { open } from '../session/story.ts';
import { terms } from '../session/terms.ts';
import type { AttentionItem } from '../../src/session/attention-item.ts';
import type { Store } from '../../src/storage/store.ts';

const item = (id: string, more: Partial<AttentionItem> = {}): AttentionItem => ({
  id,
  tenantId: 'clinic',
  sessionId: terms.id,
  reason: 'second_payment',
  transactionId: 'b2',
  raisedAtMs: 100,
  ...more,
});

/** What every storage engine promises about what a person must look at. */
export function testAttentionList(storeOf: () => Store): void {
  const list = (filter?: 'open') => storeOf().attention.list({ tenantId: 'clinic', afterPosition: 0, limit: 9, ...(filter && { filter }) });

  describe('its attention list', () => {
    const { session } = open;
    const raise = async (...attention: readonly AttentionItem[]) => {
      await storeOf().create(session, []);
      await storeOf().commit({ from: session, to: session, effects: [], attention });
    };
    test('gives back what was raised with a decision, once, to its tenant', async () => {
      const { transactionId: _, ...bare } = item('att_2', { reason: 'launch_lost' });
      await raise(item('att_1'), bare, item('att_3', { tenantId: 'x' }));
      await storeOf().commit({ from: session, to: session, effects: [], attention: [item('att_1', { reason: 'launch_lost' })] });
      expect((await list()).items).toEqual([item('att_1'), bare]);
    });

    test('keeps nothing of a decision that is refused', async () => {
      await raise();
      const stale = { ...session, sequence: 99 };
      await storeOf().commit({ from: stale, to: stale, effects: [], attention: [item('att_1')] });
      expect((await list()).items).toEqual([]);
    });

    test('is acknowledged once, by its own tenant, and then no longer open', async () => {
      await raise(item('att_1'), item('att_2'));
      expect(await storeOf().attention.acknowledge('x', 'att_1', 200)).toBeUndefined();
      expect(await storeOf().attention.acknowledge('clinic', 'att_1', 200)).toEqual({ ...item('att_1'), acknowledgedAtMs: 200 });
      expect(await storeOf().attention.acknowledge('clinic', 'att_1', 300)).toMatchObject({ acknowledgedAtMs: 200 });
      expect((await list('open')).items).toEqual([item('att_2')]);
      expect((await list()).items).toHaveLength(2);
    });

    test('is read in pages that can be followed', async () => {
      await raise(item('att_1'), item('att_2'), item('att_3'));
      const first = await storeOf().attention.list({ tenantId: 'clinic', afterPosition: 0, limit: 2 });
      const rest = await storeOf().attention.list({ tenantId: 'clinic', afterPosition: first.nextPosition, limit: 2 });
      expect([first.items.length, first.hasMore, rest.items.map(({ id }) => id), rest.hasMore]).toEqual([2, true, ['att_3'], false]);
    });
  });
}
