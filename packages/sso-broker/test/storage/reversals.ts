import { describe, expect, test } from 'vitest';
import type { PaymentSession } from '../../src/session/session.ts';
import { createSession, transition } from '../../src/session/transition.ts';
import type { Store } from '../../src/storage/store.ts';
import { receiptOf } from '../session/receipts.ts';
import { asked, paid } from '../session/reversals.ts';
import { confirming, found, open } from '../session/story.ts';
import { terms } from '../session/terms.ts';

const day = '2026-01-05';

/** What every storage engine promises about money after the payment. */
export function testReversals(storeOf: () => Store): void {
  const spend = async (session: PaymentSession, cents: number, ceilingCents?: number, on = day) => {
    const to = { ...session, sequence: session.sequence + 1 };
    const spending = { day: on, cents, ...(ceilingCents !== undefined && { ceilingCents }) };
    return { to, outcome: await storeOf().commit({ from: session, to, effects: [], spending }) };
  };

  describe('its voids and refunds', () => {
    test('find a payment’s session by its transaction id, the tenant’s own only', async () => {
      const { session } = confirming.next(found(receiptOf('C', 'A1')));
      await storeOf().create(confirming.session, []);
      const sessionsOf = async (tenantId: string, id: string) =>
        (await storeOf().payments.find(tenantId, [id])).map(({ sessionId }) => sessionId);
      expect(await sessionsOf('clinic', 'a1')).toEqual([]);
      await storeOf().commit({ from: confirming.session, to: session, effects: [] });
      expect(await sessionsOf('clinic', 'a1')).toEqual([terms.id]);
      expect(await sessionsOf('other', 'a1')).toEqual([]);
      expect(await sessionsOf('clinic', 'a')).toEqual([]);
    });

    test('are work of their own, beside that of tokens, and can be brought forward', async () => {
      const [to, effects] = transition(paid.session, { ...asked(paid, 'rv_1'), atMs: paid.atMs + 1_000 });
      await storeOf().create(paid.session, [{ type: 'pollToken', token: 'T1', attempt: 0, dueAtMs: 1 }]);
      await storeOf().commit({ from: paid.session, to, effects });
      const claimed = await storeOf().claimDue({ nowMs: 10_000_000, limit: 9, leaseMs: 0 });
      expect(claimed.map(({ effect }) => effect)).toMatchObject([{ type: 'pollToken' }, { type: 'sendReversal', reversalId: 'rv_1' }]);
      const lookUp = { type: 'lookUpReversal', reversalId: 'rv_1', attempt: 3, dueAtMs: 20_000_000 } as const;
      await storeOf().commit({ from: to, to, effects: [lookUp] });
      await storeOf().bringForward(terms.id, 15_000_000, 0);
      const again = await storeOf().claimDue({ nowMs: 15_000_000, limit: 9, leaseMs: 0 });
      expect(again.map(({ effect }) => effect)).toContainEqual({ ...lookUp, dueAtMs: 15_000_000 });
    });

    test('come to no more than the day’s ceiling, and above it nothing of the decision is stored', async () => {
      await storeOf().create(open.session, []);
      const first = await spend(open.session, 600, 1_000);
      expect(first.outcome).toBe('committed');
      expect((await spend(first.to, 401, 1_000)).outcome).toBe('over_ceiling');
      expect((await storeOf().load(terms.id))?.sequence).toBe(first.to.sequence);
      expect((await spend(first.to, 1_001, 1_000, '2026-01-06')).outcome).toBe('over_ceiling');
      const second = await spend(first.to, 400, 1_000);
      expect(second.outcome).toBe('committed');
      const returned = await spend(second.to, -600);
      expect((await spend(returned.to, 601, 1_000)).outcome).toBe('over_ceiling');
      expect((await spend(returned.to, 600, 1_000)).outcome).toBe('committed');
    });

    test('count each tenant and each day by itself, and without a ceiling anything', async () => {
      const other = createSession({ ...terms, id: 'ps_2', tenantId: 'other' })[0];
      await storeOf().create(open.session, []);
      await storeOf().create(other, []);
      const first = await spend(open.session, 1_000, 1_000);
      expect((await spend(other, 1_000, 1_000)).outcome).toBe('committed');
      const second = await spend(first.to, 1_000, 1_000, '2026-01-06');
      expect(second.outcome).toBe('committed');
      expect((await spend(second.to, 9_999_999)).outcome).toBe('committed');
    });

    test('race for the last of a day: one gets it', async () => {
      const others = [1, 2, 3, 4].map((number) => createSession({ ...terms, id: `ps_${number}` })[0]);
      for (const session of others) await storeOf().create(session, []);
      const outcomes = await Promise.all(others.map((session) => spend(session, 600, 1_000)));
      expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['committed', 'over_ceiling', 'over_ceiling', 'over_ceiling']);
    });

    test('give nothing back that was decided on a claim that is lost', async () => {
      await storeOf().create(open.session, []);
      const first = await spend(open.session, 1_000, 1_000);
      const to = { ...first.to, sequence: first.to.sequence + 1 };
      const performed = { effectId: 999, epoch: 1 };
      const spending = { day, cents: -1_000 };
      expect(await storeOf().commit({ from: first.to, to, effects: [], performed, spending })).toBe('lost');
      expect((await spend(first.to, 1, 1_000)).outcome).toBe('over_ceiling');
    });
  });
}
