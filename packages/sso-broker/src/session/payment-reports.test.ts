import { describe, expect, test } from 'vitest';
import { receiptOf } from '../../test/session/receipts.ts';
import { askRefund, paid, send, taken } from '../../test/session/reversals.ts';
import { found, noReceipt, type Story } from '../../test/session/story.ts';
import { eraseSession } from './erase-session.ts';
import { hostEventsOf } from './host-event.ts';
import { paymentStatusOf } from './payment-record.ts';
import { reportsOf } from './payment-reports.ts';
import { paymentsOf } from './reversals.ts';

const hint = (story: Story, statusCode: string, transactionId: string, transactionAction = 'Sale') =>
  story.next({ type: 'paymentHinted', hint: { token: 'T1', statusCode, transactionAction, transactionId, originalTransactionId: 'a1' } });
const statusOf = ({ session }: Story) => paymentsOf(session).map((payment) => paymentStatusOf(session, payment));
const toldOf = (from: Story, to: Story) =>
  hostEventsOf(from.session, to.session).map(({ message: { type, data } }) => [type, data.report ?? data.reason, data.transactionId]);

describe('what InstaMed reports of a payment', () => {
  test.each([
    ['V', 'Sale', 'a1', 'voided', 'voided'],
    ['CB', 'Sale', 'c3', 'charged_back', 'charged_back'],
    ['RI', 'Sale', 'd4', 'returned', 'returned'],
    ['SE', 'Sale', 'a1', 'settlement_failed', 'captured'],
    ['C', 'Refund', 'b2', 'refunded', 'captured'],
  ])('by %s of a %s is kept with it, told to the host with its sequence, and shown to a person', (code, action, id, type, status) => {
    const after = hint(paid, code, id, action);
    expect(reportsOf(after.session)).toEqual([{ type, transactionId: 'a1', reportedId: id, atMs: after.atMs }]);
    expect(statusOf(after)).toEqual([status]);
    expect(toldOf(paid, after)).toEqual([
      ['payment.reported', type, 'a1'],
      ['payment.needs_attention', 'reversal_reported', id],
    ]);
    expect(after.session.sequence).toBe(paid.session.sequence + 1);
    expect(after.session).toMatchObject({ status: 'approved' });
  });

  test('is told once, however often it comes', () => {
    const after = hint(paid, 'CB', 'c3');
    expect(hint(after, 'CB', 'c3').session).toBe(after.session);
    expect(reportsOf(hint(after, 'CB', 'C3').session)).toHaveLength(1);
  });

  test('of a settlement needs no person', () => {
    const after = hint(paid, 'S', 'a1');
    expect(toldOf(paid, after)).toEqual([['payment.reported', 'settled', 'a1']]);
    expect(statusOf(after)).toEqual(['captured']);
  });

  test('has a void’s receipt read again, which confirms it, or nothing', () => {
    const after = hint(paid, 'V', 'a1');
    expect(after.due('T1')).toMatchObject({ type: 'readReceipt', dueAtMs: after.atMs });
    expect(after.next(noReceipt()).session).toBe(after.session);
    expect(after.next(found(receiptOf('C'))).session).toBe(after.session);
    const confirmed = after.next(found(receiptOf('V')));
    expect(reportsOf(confirmed.session)).toMatchObject([{ type: 'voided', confirmedBy: 'receipt' }]);
    expect(confirmed.session).toMatchObject({ status: 'approved', otherReceipts: [] });
    expect(hint(paid, 'CB', 'c3').due('T1')).toEqual(paid.due('T1'));
  });

  test('as a refund waits while one of ours is open, and is told when it turns out to be none of ours', () => {
    const asked = send(askRefund(paid, 'r', 500), 'r');
    const hinted = hint(asked, 'C', 'b2', 'Refund');
    expect(reportsOf(hinted.session)).toEqual([]);
    expect(reportsOf(taken(hinted, 'r', 'b2').session)).toEqual([]);
    expect(reportsOf(taken(hinted, 'r', 'c3').session)).toMatchObject([{ type: 'refunded', transactionId: 'a1', reportedId: 'b2' }]);
  });

  test('stays when the session is erased', () => {
    expect(reportsOf(eraseSession(hint(paid, 'CB', 'c3').session))).toHaveLength(1);
  });
});
