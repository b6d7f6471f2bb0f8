import { describe, expect, test } from 'vitest';
import { paymentRecordsOf } from '../../src/session/payment-record.ts';
import { createSession } from '../../src/session/transition.ts';
import type { PaymentQuery } from '../../src/storage/payment-list.ts';
import type { Store } from '../../src/storage/store.ts';
import { receiptOf } from '../session/receipts.ts';
import { ask, send, taken } from '../session/reversals.ts';
import { found, Story, word } from '../session/story.ts';
import { terms } from '../session/terms.ts';

interface Paid {
  readonly number: number;
  readonly transactionId: string;
  readonly takenAt?: string;
  readonly tenantId?: string;
  readonly patient?: string;
  readonly invoice?: string;
}

/** A session that was paid in one step. */
function paidStory({ number, transactionId, takenAt, tenantId = 'clinic', patient = 'MRN-1', invoice }: Paid) {
  const id = `ps_${number}`;
  const asked = { ...terms, id, tenantId, patient: { ...terms.patient, id: patient }, ...(invoice !== undefined && { invoice }) };
  const before = new Story(createSession(asked)).launch('L1', `T${id}`).next(word('finished', `T${id}`));
  const receipt = receiptOf('C', transactionId, takenAt === undefined ? {} : { transactionDate: takenAt });
  return { before, after: before.next(found(receipt, `T${id}`)) };
}

/** What every storage engine promises about the list of payments. */
export function testPaymentList(storeOf: () => Store): void {
  const pay = async (paid: Paid) => {
    const { before, after } = paidStory(paid);
    await storeOf().create(before.session, []);
    await storeOf().commit({ from: before.session, to: after.session, effects: [] });
    return after;
  };
  const list = (query: Partial<PaymentQuery> = {}) => storeOf().payments.list({ tenantId: 'clinic', order: 'newest', limit: 10, ...query });
  const idsOf = async (query?: Partial<PaymentQuery>) => (await list(query)).payments.map(({ transactionId }) => transactionId);

  describe('its list of payments', () => {
    test('gives back what was found, with the time that InstaMed gave, and no one’s name', async () => {
      const { session } = await pay({ number: 1, transactionId: 'A1', takenAt: '1970-01-01T00:00:01.500Z', invoice: 'INV' });
      const [record] = paymentRecordsOf(session);
      const { patientId: _, invoice: _invoice, ...row } = record ?? {};
      expect((await list()).payments).toEqual([row]);
      expect(row).toMatchObject({ transactionId: 'a1', sessionId: 'ps_1', status: 'captured', capturedCents: 12_500, takenAtMs: 1_500 });
      expect(await storeOf().payments.find('clinic', ['a1', 'b2'])).toEqual([row]);
      expect(await storeOf().payments.find('other', ['a1'])).toEqual([]);
    });

    test('has the latest first, in pages that can be followed, though two were taken at the same time', async () => {
      for (const [number, second] of [1, 3, 2, 3, 0].entries())
        await pay({ number, transactionId: `t${number}`, takenAt: `1970-01-01T00:00:0${second}.000Z` });
      await pay({ number: 9, transactionId: 't9', tenantId: 'other' });
      const ids: string[] = [];
      for (let page = await list({ limit: 2 }); ; page = await list({ limit: 2, ...(page.next && { after: page.next }) })) {
        ids.push(...page.payments.map(({ transactionId }) => transactionId));
        if (!page.hasMore) break;
      }
      expect(ids).toEqual(['t3', 't1', 't2', 't0', 't4']);
    });

    test('is followed in the order of the latest change', async () => {
      const first = await pay({ number: 1, transactionId: 'a1' });
      await pay({ number: 2, transactionId: 'b2' });
      const page = await list({ order: 'changed' });
      expect(page.payments.map(({ transactionId }) => transactionId)).toEqual(['a1', 'b2']);
      const after = page.next;
      expect(await list({ order: 'changed', ...(after && { after }) })).toEqual({ payments: [], hasMore: false });
      const voided = taken(send(ask(first, 'rv'), 'rv'), 'rv');
      await storeOf().commit({ from: first.session, to: voided.session, effects: [] });
      const news = await list({ order: 'changed', ...(after && { after }) });
      expect(news.payments).toMatchObject([{ transactionId: 'a1', status: 'voided' }]);
    });

    test('is narrowed by status, time, patient and invoice', async () => {
      const first = await pay({ number: 1, transactionId: 'a1', takenAt: '1970-01-01T00:00:01.000Z', patient: 'P', invoice: 'I' });
      await pay({ number: 2, transactionId: 'b2', takenAt: '1970-01-01T00:00:02.000Z', patient: 'P' });
      await pay({ number: 3, transactionId: 'c3', takenAt: '1970-01-01T00:00:03.000Z', patient: 'Q', invoice: 'I' });
      const voided = taken(send(ask(first, 'rv'), 'rv'), 'rv');
      await storeOf().commit({ from: first.session, to: voided.session, effects: [] });
      expect(await idsOf({ status: 'voided' })).toEqual(['a1']);
      expect(await idsOf({ status: 'captured' })).toEqual(['c3', 'b2']);
      expect(await idsOf({ takenFromMs: 2_000, takenBeforeMs: 3_000 })).toEqual(['b2']);
      expect(await idsOf({ patientId: 'P' })).toEqual(['b2', 'a1']);
      expect(await idsOf({ invoice: 'I' })).toEqual(['c3', 'a1']);
      expect(await idsOf({ invoice: 'I', patientId: 'P' })).toEqual(['a1']);
      expect(await idsOf({ patientId: 'p' })).toEqual([]);
    });

    test('no longer finds by patient or invoice what was erased, and keeps the payment', async () => {
      await pay({ number: 1, transactionId: 'a1', patient: 'P', invoice: 'I' });
      await storeOf().retention.remove('personalData', 1_000_000_000, 10);
      expect([await idsOf({ patientId: 'P' }), await idsOf({ invoice: 'I' }), await idsOf()]).toEqual([[], [], ['a1']]);
    });

    test('leaves a transaction to the session that found it first', async () => {
      await pay({ number: 1, transactionId: 'a1' });
      await pay({ number: 2, transactionId: 'A1' });
      expect((await list()).payments).toMatchObject([{ transactionId: 'a1', sessionId: 'ps_1' }]);
    });
  });
}
