import { describe, expect, test } from 'vitest';
import { open } from '../session/story.ts';
import { terms } from '../session/terms.ts';
import { judgeDuplicate } from '../../src/session/judge-duplicate.ts';
import type { PaymentSession } from '../../src/session/session.ts';
import { createSession } from '../../src/session/transition.ts';
import type { Store } from '../../src/storage/store.ts';

const policy = { mode: 'join', recentlyPaidMs: 600_000 } as const;
const sessionOf = (id: string, tenantId = 'clinic'): PaymentSession => createSession({ ...terms, id, tenantId })[0];

/** What every storage engine promises about sessions for one thing to be paid. */
export function testDuplicateGuard(storeOf: () => Store): void {
  const create = (session: PaymentSession, subject: string, key?: string) =>
    storeOf().create(
      session,
      [{ type: 'expireSession', dueAtMs: 1 }],
      key === undefined ? undefined : { key, fingerprint: 'f', answerOf: (verdict) => `${verdict.type} ${verdict.session.terms.id}` },
      { subject, judge: (rivals) => judgeDuplicate(session, rivals, policy) },
    );

  describe('its guard against duplicates', () => {
    test('makes one session of many creations at once', async () => {
      const outcomes = await Promise.all(['ps_1', 'ps_2', 'ps_3', 'ps_4'].map((id) => create(sessionOf(id), 's')));
      expect(outcomes.map(({ type }) => type).toSorted()).toEqual(['created', 'joined', 'joined', 'joined']);
      expect(new Set(outcomes.map((outcome) => 'session' in outcome && outcome.session.terms.id)).size).toBe(1);
      expect((await storeOf().listChanged('clinic', 0, 9)).sessions).toHaveLength(1);
    });

    test('keeps subjects and tenants apart', async () => {
      await create(sessionOf('ps_1'), 's');
      expect(await create(sessionOf('ps_2'), 'other')).toMatchObject({ type: 'created' });
      expect(await create(sessionOf('ps_3', 'other'), 's')).toMatchObject({ type: 'created' });
    });

    test('judges by the rivals as they are now, the latest changed first', async () => {
      await storeOf().create(open.session, [], undefined, { subject: 's', judge: () => ({ type: 'create', session: open.session }) });
      const later = sessionOf('ps_2');
      await storeOf().create(later, [], undefined, { subject: 's', judge: () => ({ type: 'create', session: later }) });
      const changed = { ...open.session, sequence: open.session.sequence + 1, updatedAtMs: 99 };
      await storeOf().commit({ from: open.session, to: changed, effects: [] });
      let seen: readonly PaymentSession[] = [];
      await storeOf().create(sessionOf('ps_3'), [], undefined, {
        subject: 's',
        judge: (rivals) => ((seen = rivals), { type: 'create', session: sessionOf('ps_3') }),
      });
      expect(seen).toEqual([changed, later]);
    });

    test('stores what it was told to create, and nothing when it was not', async () => {
      const noted = { ...sessionOf('ps_1'), notes: [{ code: 'duplicate_allowed', rivalId: 'ps_0', atMs: 1 }] } as const;
      await storeOf().create(sessionOf('ps_1'), [], undefined, { subject: 's', judge: () => ({ type: 'create', session: noted }) });
      expect(await storeOf().load('ps_1')).toEqual(noted);
      expect(await create(sessionOf('ps_2'), 's')).toEqual({ type: 'joined', session: noted });
      expect(await storeOf().load('ps_2')).toBeUndefined();
      expect(await storeOf().nextDueAtMs(0)).toBeUndefined();
    });

    test('keeps with the key what became of a creation that made no session', async () => {
      await create(sessionOf('ps_1'), 's');
      expect(await create(sessionOf('ps_2'), 's', 'k')).toMatchObject({ type: 'joined' });
      const again = { type: 'key_used', fingerprint: 'f', sessionId: 'ps_1', answer: 'joined ps_1' };
      expect(await create(sessionOf('ps_3'), 's', 'k')).toEqual(again);
    });
  });
}
