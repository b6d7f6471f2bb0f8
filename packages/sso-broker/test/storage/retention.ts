import { describe, expect, test } from 'vitest';
import type { PaymentSession } from '../../src/session/session.ts';
import type { Perishable } from '../../src/storage/retention.ts';
import type { Store } from '../../src/storage/store.ts';
import { approved } from '../session/receipts.ts';
import { confirming, found, open, Story } from '../session/story.ts';
import { terms } from '../session/terms.ts';

const endpoint = { tenantId: 'clinic', endpointId: 'main', url: 'https://host.test/hooks' };
const longAgoMs = 1_000;
const farMs = 10_000_000;

const paid = confirming.next(found(approved)).session;

/** What every storage engine promises about the end of what it keeps. */
export function testRetention(storeOf: () => Store): void {
  const remove = (kind: Perishable, beforeMs = farMs, limit = 9) => storeOf().retention.remove(kind, beforeMs, limit);
  const listed = async () => (await storeOf().outbox.list({ tenantId: 'clinic', afterPosition: 0, limit: 99 })).items.map(({ id }) => id);
  const settle = async (from: PaymentSession, to: PaymentSession) => {
    await storeOf().create(from, []);
    await storeOf().commit({ from, to, effects: [] });
  };

  describe('its retention', () => {
    test('removes idempotency keys by their age, the oldest first and no more than asked, and their sessions never', async () => {
      const sessions = [1, 2, 3].map((number) => new Story(sessionAt(`ps_${number}`, number * 1_000)).session);
      for (const session of sessions) await storeOf().create(session, [], { key: session.terms.id, fingerprint: 'f' });
      expect(await remove('idempotencyKeys', 3_000, 1)).toBe(1);
      expect(await remove('idempotencyKeys', 3_000)).toBe(1);
      expect(await remove('idempotencyKeys', 3_000)).toBe(0);
      const again = new Story(sessionAt('ps_4', 9_000)).session;
      expect(await storeOf().create(again, [], { key: 'ps_3', fingerprint: 'f' })).toMatchObject({ type: 'key_used', sessionId: 'ps_3' });
      expect(await storeOf().create(again, [], { key: 'ps_1', fingerprint: 'f' })).toMatchObject({ type: 'created' });
      expect(await storeOf().load('ps_1')).toEqual(sessions[0]);
    });

    test('removes webhooks that were delivered, and never one that the host was not told', async () => {
      const { session } = open;
      await storeOf().create(session, []);
      const deliveries = ['delivered', 'later', 'failed', 'retried', 'pending'].map((id, place) => ({
        id,
        eventId: id,
        tenantId: 'clinic',
        endpointId: 'main',
        sessionId: terms.id,
        type: 'payment.settled' as const,
        body: '{}',
        createdAtMs: place,
      }));
      await storeOf().commit({ from: session, to: session, effects: [], deliveries });
      const claimed = await storeOf().outbox.claimDue({ endpoint, nowMs: 3, limit: 9, leaseMs: 60_000 });
      const [first, second, third, fourth] = claimed;
      const record = storeOf().outbox.record.bind(storeOf().outbox);
      await record(first!, endpoint.url, longAgoMs, { type: 'delivered', responseStatus: 204 });
      await record(second!, endpoint.url, farMs, { type: 'delivered', responseStatus: 204 });
      await record(third!, endpoint.url, longAgoMs, { type: 'failed', failure: 'timeout' });
      await record(fourth!, endpoint.url, longAgoMs, { type: 'retry', atMs: 2_000, failure: 'timeout' });
      expect(await remove('deliveredWebhooks')).toBe(1);
      expect(await remove('deliveredWebhooks')).toBe(0);
      expect(await listed()).toEqual(['later', 'failed', 'retried', 'pending']);
      await storeOf().outbox.replay('clinic', 'later', farMs);
      expect(await remove('deliveredWebhooks', farMs * 2)).toBe(0);
    });

    test('removes InstaMed’s webhooks that were followed; one that comes again is news', async () => {
      const notice = { tenantId: 'clinic', transactionId: 'a', statusCode: 'C', transactionAction: 'Sale', receivedAtMs: longAgoMs };
      const old = { ...notice, bodySha256: '1' };
      const waiting = { ...notice, bodySha256: '2' };
      for (const some of [old, waiting]) await storeOf().inbox.put(some);
      const [claimed] = await storeOf().inbox.claimDue({ nowMs: longAgoMs, limit: 1, leaseMs: 2_000 });
      await storeOf().inbox.finish(claimed!.noticeId);
      expect(await remove('followedNotices', longAgoMs)).toBe(0);
      expect(await remove('followedNotices')).toBe(1);
      expect(await storeOf().inbox.put(waiting)).toBe('known');
      expect(await storeOf().inbox.put(old)).toBe('new');
    });

    test('removes what a person has acknowledged, and never what nobody has', async () => {
      const { session } = open;
      await storeOf().create(session, []);
      const attention = ['att_1', 'att_2'].map((id) => ({
        id,
        tenantId: 'clinic',
        sessionId: terms.id,
        raisedAtMs: 0,
        reason: 'launch_lost' as const,
      }));
      await storeOf().commit({ from: session, to: session, effects: [], attention });
      await storeOf().attention.acknowledge('clinic', 'att_1', longAgoMs);
      expect(await remove('acknowledgedAttention', longAgoMs)).toBe(0);
      expect(await remove('acknowledgedAttention')).toBe(1);
      const left = await storeOf().attention.list({ tenantId: 'clinic', afterPosition: 0, limit: 9 });
      expect(left.items.map(({ id }) => id)).toEqual(['att_2']);
    });

    test('erases the personal data of a session once it is final, and tells nobody of it as of a change', async () => {
      await settle(confirming.session, paid);
      const { nextPosition } = await storeOf().listChanged('clinic', 0, 9);
      expect(await remove('personalData', paid.updatedAtMs)).toBe(0);
      expect(await remove('personalData')).toBe(1);
      const erased = await storeOf().load(terms.id);
      expect(erased).toMatchObject({ status: 'approved', sequence: paid.sequence + 1, terms: { patient: 'erased' } });
      expect(JSON.stringify(erased)).not.toMatch(/MRN-1|Brien|1111/);
      expect((await storeOf().listChanged('clinic', nextPosition, 9)).sessions).toEqual([]);
      expect(await remove('personalData')).toBe(0);
    });

    test('erases nothing of a session that may still be paid', async () => {
      await settle(new Story().session, open.session);
      expect(await remove('personalData')).toBe(0);
      expect(await storeOf().load(terms.id)).toEqual(open.session);
    });

    test('refuses a decision that was made on a session before it was erased', async () => {
      await settle(confirming.session, paid);
      await remove('personalData');
      const late = { ...paid, sequence: paid.sequence + 1 };
      expect(await storeOf().commit({ from: paid, to: late, effects: [] })).toBe('conflict');
    });

    test('erases again what a later look at InstaMed brought back', async () => {
      await settle(confirming.session, paid);
      await remove('personalData');
      const erased = (await storeOf().load(terms.id))!;
      const brought = { ...paid, terms: erased.terms, sequence: erased.sequence + 1, updatedAtMs: 5_000_000 };
      await storeOf().commit({ from: erased, to: brought, effects: [] });
      expect(await remove('personalData', 5_000_000)).toBe(0);
      expect(await remove('personalData', 5_000_001)).toBe(1);
      expect(JSON.stringify(await storeOf().load(terms.id))).not.toContain('1111');
    });

    test('gives the turn to purge to whoever has it again, and scrubs', async () => {
      expect([await storeOf().retention.takeTurn(60_000), await storeOf().retention.takeTurn(60_000)]).toEqual([true, true]);
      await storeOf().retention.scrub();
    });
  });
}

function sessionAt(id: string, createdAtMs: number): ConstructorParameters<typeof Story>[0] {
  const [session, effects] = [new Story().session, []];
  return [{ ...session, terms: { ...terms, id, createdAtMs } }, effects];
}
