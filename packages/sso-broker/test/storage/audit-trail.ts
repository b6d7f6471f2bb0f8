import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/audit/audit-event.ts';
import { auditEventsOfCreation } from '../../src/audit/session-audit.ts';
import type { PaymentSession } from '../../src/session/session.ts';
import type { AuditOfCreation, Store } from '../../src/storage/store.ts';
import { approved } from '../session/receipts.ts';
import { confirming, found, open, Story } from '../session/story.ts';
import { terms } from '../session/terms.ts';
import { draftOf, recordedOf, verifyStored } from '../support/chain.ts';

const event = (sessionId: string): AuditEvent => ({ type: 'receipt_read', sessionId });

const acknowledged = (attentionId: string) => draftOf('clinic', [{ type: 'attention_acknowledged', attentionId }]);
const replayed = (deliveryId: string) => draftOf('clinic', [{ type: 'webhook_replayed', deliveryId }]);

const auditOf: AuditOfCreation = (type, session) => draftOf(session.terms.tenantId, auditEventsOfCreation(type, session));

/** What every storage engine promises about who did what. */
export function testAuditTrail(storeOf: () => Store): void {
  const eventsOf = async (tenantId: string) => (await recordedOf(storeOf().audit, tenantId)).map((row) => row.event);
  const typesOf = async (tenantId: string) => (await eventsOf(tenantId)).map(({ type }) => type);

  describe('its audit trail', () => {
    test('is one chain for each tenant, without a gap, that verifies', async () => {
      const { audit } = storeOf();
      await audit.append([draftOf('clinic', [event('a'), event('b')]), draftOf('other', [event('c')])]);
      await audit.append([draftOf('clinic', [event('d')])]);
      expect((await audit.heads()).map(({ tenantId, number }) => [tenantId, number])).toEqual([
        ['clinic', 3],
        ['other', 1],
      ]);
      expect((await recordedOf(audit, 'clinic')).map(({ number, event: told }) => [number, told])).toEqual([
        [1, event('a')],
        [2, event('b')],
        [3, event('d')],
      ]);
      for (const tenantId of ['clinic', 'other']) expect((await verifyStored(audit, tenantId)).problems).toEqual([]);
    });

    test('is read in pages', async () => {
      const { audit } = storeOf();
      await audit.append([draftOf('clinic', ['a', 'b', 'c'].map(event))]);
      expect((await audit.read('clinic', 1, 1)).map(({ number }) => number)).toEqual([2]);
      expect(await audit.read('clinic', 3, 9)).toEqual([]);
      expect(await audit.read('nobody', 0, 9)).toEqual([]);
    });

    test('has a row of many at once for each of them', async () => {
      const { audit } = storeOf();
      await Promise.all(Array.from({ length: 12 }, (_, at) => audit.append([draftOf('clinic', [event(`s${at}`)])])));
      expect((await recordedOf(audit, 'clinic')).map(({ number }) => number)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
      expect((await verifyStored(audit, 'clinic')).problems).toEqual([]);
    });

    test('tells of a creation and of a decision with them, and of nothing that was not stored', async () => {
      const store = storeOf();
      await store.create(open.session, [], undefined, undefined, auditOf);
      const decision = { from: open.session, to: open.session, effects: [] };
      const audit = draftOf('clinic', [event('x')]);
      expect(await store.commit({ ...decision, audit })).toBe('committed');
      const stale = { ...open.session, sequence: 99 };
      expect(await store.commit({ from: stale, to: stale, effects: [], audit })).toBe('conflict');
      expect(await store.commit({ ...decision, performed: { effectId: 999, epoch: 1 }, audit })).toBe('lost');
      expect(await typesOf('clinic')).toEqual(['session_created', 'receipt_read']);
    });

    test('tells of a session that was joined, and not of one that was refused, or of a key that was used before', async () => {
      const store = storeOf();
      const made = new Story().session;
      const key = { key: 'k', fingerprint: 'f' };
      const guarded = (type: 'create' | 'joined') => ({ subject: 's', judge: () => ({ type, session: made }) as const });
      await store.create(made, [], key, guarded('create'), auditOf);
      await store.create(made, [], key, guarded('create'), auditOf);
      await store.create(again('ps_2'), [], undefined, guarded('joined'), auditOf);
      const refused = { subject: 's', judge: () => ({ type: 'refused', reason: 'live', session: made }) as const };
      await store.create(again('ps_3'), [], undefined, refused, auditOf);
      expect(await eventsOf('clinic')).toEqual([
        { type: 'session_created', sessionId: terms.id },
        { type: 'session_joined', sessionId: terms.id },
      ]);
    });

    test('tells who acknowledged and who replayed, and not of what is not there', async () => {
      const store = storeOf();
      await store.create(open.session, []);
      const delivery = {
        id: 'evt_1-main',
        eventId: 'evt_1',
        tenantId: 'clinic',
        endpointId: 'main',
        sessionId: terms.id,
        type: 'payment.settled',
        body: '{}',
        createdAtMs: 1,
      } as const;
      const item = { id: 'att_1', tenantId: 'clinic', sessionId: terms.id, reason: 'second_payment', raisedAtMs: 1 } as const;
      await store.commit({ from: open.session, to: open.session, effects: [], deliveries: [delivery], attention: [item] });
      await store.attention.acknowledge('clinic', 'att_1', 5, acknowledged('att_1'));
      await store.attention.acknowledge('clinic', 'att_9', 5, acknowledged('att_9'));
      await store.outbox.replay('clinic', 'evt_1-main', 5, replayed('evt_1-main'));
      await store.outbox.replay('clinic', 'evt_9-main', 5, replayed('evt_9-main'));
      expect(await eventsOf('clinic')).toEqual([
        { type: 'attention_acknowledged', attentionId: 'att_1' },
        { type: 'webhook_replayed', deliveryId: 'evt_1-main' },
      ]);
    });

    test('stays whole when the patients are erased', async () => {
      const store = storeOf();
      const paid = confirming.next(found(approved)).session;
      await store.create(confirming.session, [], undefined, undefined, auditOf);
      await store.commit({ from: confirming.session, to: paid, effects: [], audit: draftOf('clinic', [event(terms.id)]) });
      expect(await store.retention.remove('personalData', 10_000_000, 9)).toBe(1);
      expect((await verifyStored(store.audit, 'clinic')).problems).toEqual([]);
      expect(await typesOf('clinic')).toEqual(['session_created', 'receipt_read']);
    });
  });
}

const again = (id: string): PaymentSession => ({ ...new Story().session, terms: { ...terms, id } });
