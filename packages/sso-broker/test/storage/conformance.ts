import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { launched, noReceipt, open, requested, Story, word } from '../session/story.ts';
import { terms } from '../session/terms.ts';
import { testAttentionList } from './attention-list.ts';
import { testAuditTrail } from './audit-trail.ts';
import { testDuplicateGuard } from './duplicate-guard.ts';
import { testInbox } from './inbox.ts';
import { testOutbox } from './outbox.ts';
import { testRequestKeys } from './request-keys.ts';
import { testPaymentList } from './payment-list.ts';
import { testReversals } from './reversals.ts';
import { testRetention } from './retention.ts';
import { testBacklog } from './backlog.ts';
import { testClaims } from './claims-conformance.ts';
import type { Effect } from '../../src/session/effect.ts';
import type { PaymentSession } from '../../src/session/session.ts';
import { createSession } from '../../src/session/transition.ts';
import type { Store } from '../../src/storage/store.ts';

/** An engine under test: a fresh place, opened as often as asked. */
export interface StoreUnderTest {
  open(): Promise<Store>;
  remove(): Promise<void>;
}

const farMs = 10_000_000;

/** What every storage engine promises. Each engine runs this suite against the real thing. */
export function testStore(name: string, place: () => Promise<StoreUnderTest>): void {
  describe(`${name}, as a store`, () => {
    let under: StoreUnderTest;
    let store: Store;

    beforeEach(async () => {
      under = await place();
      store = await under.open();
    });

    afterEach(async () => {
      await store.close();
      await under.remove();
    });

    const create = (session: PaymentSession, effects: readonly Effect[] = []) => store.create(session, effects);
    const claimAll = (nowMs: number) => store.claimDue({ nowMs, limit: 100, leaseMs: 60_000 });

    testClaims(() => store);

    test('gives back what was created, whatever its letters, and nothing for an unknown id', async () => {
      const [session, effects] = createSession({ ...terms, patient: { id: 'MRN', firstName: `O'Brien <&"> 李`, lastName: '👩‍⚕️' } });
      await create(session, effects);
      expect(await store.load(terms.id)).toEqual(session);
      expect(await store.load('ps_unknown')).toBeUndefined();
    });

    test('stores the decision and its effects together', async () => {
      await create(new Story().session);
      const launching = new Story().next(requested());
      const { session } = launching;
      expect(await store.commit({ from: new Story().session, to: session, effects: [...launching.pending.values()] })).toBe('committed');
      expect(await store.load(terms.id)).toEqual(session);
      expect(await store.nextDueAtMs(0)).toBe(launching.due()?.dueAtMs);
    });

    test('refuses a decision made on an overtaken session, and stores nothing of it', async () => {
      await create(new Story().session);
      const launching = new Story().next(requested('L1'));
      await store.commit({ from: new Story().session, to: launching.session, effects: [] });
      const effect: Effect = { type: 'recoverLaunch', dueAtMs: 1 };
      expect(await store.commit({ from: new Story().session, to: new Story().next(requested('L2')).session, effects: [effect] })).toBe(
        'conflict',
      );
      expect(await store.load(terms.id)).toEqual(launching.session);
      expect(await store.nextDueAtMs(0)).toBeUndefined();
    });

    test('refuses a decision on a session it does not have', async () => {
      const { session } = new Story();
      expect(await store.commit({ from: session, to: session, effects: [] })).toBe('conflict');
    });

    test('keeps one effect per token and one for the session, the later in place of the earlier', async () => {
      await create(open.session, [
        { type: 'pollToken', token: 'T1', dueAtMs: 10, attempt: 0 },
        { type: 'recoverLaunch', dueAtMs: 20 },
      ]);
      const again: Effect[] = [
        { type: 'readReceipt', token: 'T1', dueAtMs: 30, attempt: 2 },
        { type: 'readReceipt', token: 'T0', dueAtMs: 40, attempt: 1 },
        { type: 'expireSession', dueAtMs: 50 },
      ];
      await store.commit({ from: open.session, to: open.session, effects: again });
      expect((await claimAll(farMs)).map(({ effect }) => effect)).toEqual(again);
    });

    test('gives a repeated create the first session, and tells its fingerprint', async () => {
      const key = { key: 'k', fingerprint: 'f' };
      expect(await store.create(new Story().session, [], key)).toMatchObject({ type: 'created' });
      const again = await store.create(sessionOf({ id: 'ps_2' }), [{ type: 'expireSession', dueAtMs: 1 }], {
        key: 'k',
        fingerprint: 'other',
      });
      expect(again).toEqual({ type: 'key_used', fingerprint: 'f', sessionId: terms.id });
      expect(await store.load('ps_2')).toBeUndefined();
      expect(await store.nextDueAtMs(0)).toBeUndefined();
    });

    test('keeps the idempotency keys of tenants apart', async () => {
      await store.create(new Story().session, [], { key: 'k', fingerprint: 'f' });
      expect(await store.create(sessionOf({ id: 'ps_2', tenantId: 'other' }), [], { key: 'k', fingerprint: 'f' })).toMatchObject({
        type: 'created',
      });
    });

    test('lists the sessions of a tenant by their latest change, in pages that can be followed', async () => {
      const ids = ['ps_1', 'ps_2', 'ps_3'];
      for (const id of ids) await create(sessionOf({ id }));
      await create(sessionOf({ id: 'ps_foreign', tenantId: 'other' }));
      const first = sessionOf({ id: 'ps_1' });
      const changed = new Story([first, []]).next(requested()).session;
      await store.commit({ from: first, to: changed, effects: [] });

      const page = await store.listChanged('clinic', 0, 2);
      expect([page.sessions.map(({ terms: { id } }) => id), page.hasMore]).toEqual([['ps_2', 'ps_3'], true]);
      const rest = await store.listChanged('clinic', page.nextPosition, 2);
      expect([rest.sessions, rest.hasMore]).toEqual([[changed], false]);
      expect(await store.listChanged('clinic', rest.nextPosition, 2)).toEqual({
        sessions: [],
        nextPosition: rest.nextPosition,
        hasMore: false,
      });
    });

    test('does not list a session as changed when only its effects are', async () => {
      await create(open.session);
      const { nextPosition } = await store.listChanged('clinic', 0, 9);
      await store.commit({ from: open.session, to: open.session, effects: [{ type: 'pollToken', token: 'T1', dueAtMs: 1, attempt: 0 }] });
      expect((await store.listChanged('clinic', nextPosition, 9)).sessions).toEqual([]);
    });

    test('finds a session by every token it ever had, whole or cut, within its tenant', async () => {
      const whole = 'NTJmY2Y5NmMtYjA5Zi00N2Q4LWE4Y2QtMDAwMDAwMDAwMDAx';
      const story = new Story().launch('L1', whole);
      await create(story.session);
      await create(sessionOf({ id: 'ps_2', tenantId: 'other' }));
      const expiredSession = story.at(900_000, word('expired', whole)).next(noReceipt(whole));
      const relaunched = expiredSession.launch('L2', `${whole.slice(0, 30)}z`).session;
      await store.commit({ from: story.session, to: relaunched, effects: [] });
      for (const token of [whole, whole.slice(0, 36), `${whole.slice(0, 30)}z`])
        expect(await store.findByToken('clinic', token), token).toEqual([terms.id]);
      for (const token of [whole.slice(0, 35), whole.slice(0, 40), `${whole.slice(0, 35)}A`, whole.toLowerCase(), ''])
        expect(await store.findByToken('clinic', token), token).toEqual([]);
      expect(await store.findByToken('other', whole)).toEqual([]);
    });

    testOutbox(() => store);
    testAttentionList(() => store);
    testAuditTrail(() => store);
    testBacklog(() => store);
    testInbox(() => store);
    testRequestKeys(() => store);
    testDuplicateGuard(() => store);
    testRetention(() => store);
    testPaymentList(() => store);
    testReversals(() => store);

    test('keeps everything over a restart, and has what was being performed due at once', async () => {
      const launching = new Story().next(requested());
      const { session, pending } = launching.next(launched());
      await create(session, [...pending.values()]);
      await claimAll(farMs);
      await store.close();
      store = await under.open();
      expect(await store.load(terms.id)).toEqual(session);
      expect(await claimAll(farMs)).toHaveLength(pending.size);
      await store.ping();
    });
  });
}

function sessionOf(some: { readonly id: string; readonly tenantId?: string }): PaymentSession {
  return createSession({ ...terms, ...some })[0];
}
