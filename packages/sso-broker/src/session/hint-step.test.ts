import { describe, expect, test } from 'vitest';
import { approved, declined } from '../../test/session/receipts.ts';
import { confirming, expired, found, noReceipt, open, Story, type Story as StoryType } from '../../test/session/story.ts';
import type { PaymentHint } from './session-event.ts';
import { viewOf } from './view.ts';

const sale: PaymentHint = { token: 'T1', transactionId: 'a1', transactionAction: 'Sale', statusCode: 'C' };
const hinted = (story: StoryType, hint: Partial<PaymentHint> = {}) => story.next({ type: 'paymentHinted', hint: { ...sale, ...hint } });
const notesOf = (story: StoryType) => story.session.notes.map(({ code }) => code);

/** The look-ups have come to their end: nothing was paid on T1. */
const over = [30, 120, 300, 900, 3_600, 21_600, 86_400].reduce(
  (story, second) => story.at(900_000 + second * 1_000 + 1_000, noReceipt()),
  expired,
);

describe('a webhook’s hint', () => {
  test.each(['C', 'D', 'V', 'CB'])('that says %s moves no status of a session under way', (statusCode) => {
    for (const story of [open, confirming, expired]) {
      const after = hinted(story, { statusCode });
      expect({ ...after.session, sequence: 0, updatedAtMs: 0, hintedSales: 0 }).toEqual({
        ...story.session,
        sequence: 0,
        updatedAtMs: 0,
        hintedSales: 0,
      });
    }
  });

  test('has a token read again whose look-ups were over, and its payment is found', () => {
    expect(over.session.watches).toMatchObject([{ stage: 'ended', evidence: 'unpaid' }]);
    const again = hinted(over);
    expect(again.session).toMatchObject({ status: 'expired', watches: [{ stage: 'reading', evidence: 'unpaid' }] });
    expect(again.due('T1')).toMatchObject({ type: 'readReceipt', dueAtMs: again.atMs });
    expect(again.next(found(approved)).session).toMatchObject({ status: 'approved', late: true });
  });

  test('takes back nothing that was final: a session finally unpaid stays so while its token is read again, and opens no page', () => {
    const again = hinted(over);
    expect(viewOf(again.session).outcome).toMatchObject({ status: 'expired', final: true });
    expect(viewOf(again.next(noReceipt()).session).outcome).toMatchObject({ status: 'expired', final: true });
    expect(() => again.launch('L2', 'T2')).toThrow('session_expired');
  });

  test('without a token means every token of the session', () => {
    const { token: _, ...bare } = sale;
    const again = over.next({ type: 'paymentHinted', hint: bare });
    expect(again.session.watches).toMatchObject([{ stage: 'reading' }]);
    expect(new Story().next({ type: 'paymentHinted', hint: bare }).session.notes).toEqual([]);
  });

  test('about a token that was never ours is noted once for each transaction', () => {
    const orphan = hinted(open, { token: 'T9' });
    expect(orphan.session).toMatchObject({ status: 'open', notes: [{ code: 'orphan_payment', transactionId: 'a1' }] });
    expect(hinted(orphan, { token: 'T9' }).session).toBe(orphan.session);
    expect(notesOf(hinted(orphan, { token: 'T9', transactionId: 'b2' }))).toEqual(['orphan_payment', 'orphan_payment']);
  });

  test.each(['D', 'X'])('that nobody paid (%s) on a token that was never ours is nothing to note', (statusCode) => {
    expect(hinted(open, { token: 'T9', statusCode }).session).toBe(open.session);
  });

  test('knows a token by its first 36 characters, and by no fewer', () => {
    const token = 'x'.repeat(48);
    const story = new Story().launch('L1', token);
    expect(notesOf(hinted(story, { token: token.slice(0, 36) }))).toEqual([]);
    expect(notesOf(hinted(story, { token: token.slice(0, 35) }))).toEqual(['orphan_payment']);
    expect(notesOf(hinted(story, { token: 'x'.repeat(35) + 'y' }))).toEqual(['orphan_payment']);
  });

  const paid = confirming.next(found(approved));

  test.each([
    { statusCode: 'V' },
    { statusCode: 'CB', transactionId: 'b2', originalTransactionId: 'a1' },
    { statusCode: 'RI', transactionId: 'b2', originalTransactionId: 'a1' },
    { transactionAction: 'Refund', transactionId: 'b2', originalTransactionId: 'a1' },
  ])('that money went back (%j) is noted once, and the outcome stands', (hint) => {
    const after = hinted(paid, hint);
    expect(notesOf(after)).toEqual(['reversal_reported']);
    expect(after.session.status).toBe('approved');
    expect(hinted(after, hint).session).toBe(after.session);
  });

  test('of another sale than the receipt shows is a second payment, whichever came first', () => {
    const before = hinted(hinted(confirming, { transactionId: 'b2' }), { transactionId: 'b2' }).next(found(approved));
    expect(before.session).toMatchObject({ status: 'approved', notes: [{ code: 'second_payment', transactionId: 'b2' }] });
    expect(hinted(before, { transactionId: 'b2' }).session).toBe(before.session);
    expect(notesOf(hinted(paid, { transactionId: 'b2' }))).toEqual(['second_payment']);
    expect(notesOf(hinted(confirming).next(found(approved)))).toEqual([]);
  });

  test('that tells what is known already changes nothing', () => {
    expect(hinted(paid).session).toBe(paid.session);
    expect(hinted(paid, { statusCode: 'V', transactionId: 'b2', originalTransactionId: 'c3' }).session).toBe(paid.session);
    const unpaid = confirming.next(found(declined));
    expect(hinted(unpaid, { statusCode: 'V' }).session).toBe(unpaid.session);
  });
});
