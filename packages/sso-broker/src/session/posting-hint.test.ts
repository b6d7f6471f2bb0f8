import { describe, expect, test } from 'vitest';
import { receiptOf } from '../../test/session/receipts.ts';
import { paid } from '../../test/session/reversals.ts';
import { expired, found, noReceipt, open, type Story } from '../../test/session/story.ts';

const posted = (story: Story, transactionId = 'p1', statusCode = 'C') =>
  story.next({ type: 'paymentHinted', hint: { transactionId, statusCode, transactionAction: 'AuthCapt' } });
const notesOf = ({ session }: Story) => session.notes.map(({ code }) => code);
/** Every look-up has said that there is nothing. */
const over = expired.at(902_000 + 24 * 3_600_000, noReceipt());

describe('a sale of the posting file', () => {
  test('that no receipt has shown goes to a person, once', () => {
    const flagged = posted(paid);
    expect(notesOf(flagged)).toEqual(['unmatched_posting']);
    expect(posted(flagged).session.notes).toEqual(flagged.session.notes);
    expect(flagged.session).toMatchObject({ status: 'approved', found: { receipt: { transactionId: 'a1' } } });
  });

  test('has a token that was given up read once more, and only its receipt settles the session, late', () => {
    expect(over.session.status).toBe('expired');
    const flagged = posted(over);
    expect(flagged.session.status).toBe('expired');
    expect(flagged.due('T1')).toMatchObject({ type: 'readReceipt', dueAtMs: flagged.atMs });
    const settled = flagged.next(found(receiptOf('C', 'p1')));
    expect(settled.session).toMatchObject({ status: 'approved', late: true });
    expect(notesOf(settled)).toEqual(['unmatched_posting']);
  });

  test('that we know, or that took no money, changes nothing', () => {
    expect(posted(paid, 'A1').session).toBe(paid.session);
    expect(posted(open, 'p1', 'D').session).toBe(open.session);
    expect(posted(paid, 'p1', 'V').session).toBe(paid.session);
  });

  test('of ours that was taken back by somebody else is told as by a webhook', () => {
    expect(notesOf(posted(paid, 'A1', 'CB'))).toEqual(['reversal_reported']);
  });
});
