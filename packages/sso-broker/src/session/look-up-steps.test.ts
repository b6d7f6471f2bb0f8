import { describe, expect, test } from 'vitest';
import { approved, undecided } from '../../test/session/receipts.ts';
import { cancelRequested, confirming, found, noAnswer, noReceipt, open, type Story, word } from '../../test/session/story.ts';
import { outcomeOf } from './outcome.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Lets every due receipt reading have the answer, and tells when they were. */
function readUntilQuiet(story: Story, answer: typeof noReceipt | typeof noAnswer): { readonly offsetsMs: number[]; readonly end: Story } {
  const offsetsMs = [];
  const startMs = story.due('T1')?.dueAtMs ?? Number.NaN;
  let end = story;
  for (let due = story.due('T1'); due?.type === 'readReceipt';) {
    offsetsMs.push(due.dueAtMs - startMs);
    end = end.at(due.dueAtMs, answer('T1', due.attempt));
    const next = end.due('T1');
    due = next === due ? undefined : next;
  }
  return { offsetsMs, end };
}

describe('a token that was used', () => {
  test('is read closely for five minutes, then with the look-ups of a day', () => {
    const { offsetsMs } = readUntilQuiet(confirming, noReceipt);
    expect(offsetsMs.slice(0, 5)).toEqual([0, 2_000, 7_000, 17_000, 27_000]);
    expect(offsetsMs.slice(-5)).toEqual([307_000, 15 * minuteMs, hourMs, 6 * hourMs, 24 * hourMs]);
  });

  test.each([
    ['no receipt', noReceipt],
    ['no answer', noAnswer],
  ])('is confirming for five minutes of %s, then unresolved, and never reported as unpaid', (_, answer) => {
    const sinceMs = confirming.atMs;
    expect(confirming.at(sinceMs + 5 * minuteMs - 1, answer()).session.status).toBe('confirming');
    expect(confirming.at(sinceMs + 5 * minuteMs, answer()).session.status).toBe('unresolved');
    const { end } = readUntilQuiet(confirming, answer);
    expect(end.session.status).toBe('unresolved');
    expect(outcomeOf(end.session)).toBeUndefined();
    expect(end.session.notes).toMatchObject([{ code: 'receipt_never_found' }]);
  });

  test('settles late when its receipt comes after it was unresolved', () => {
    const unresolved = confirming.next(noReceipt(), 5 * minuteMs);
    expect(outcomeOf(unresolved.next(found(approved)).session)).toMatchObject({ status: 'approved', late: true, final: true });
  });
});

describe('a token whose time is over', () => {
  const over = open.at(900_000, word('expired'));

  test('is looked up at 0, 30 s, 2, 5, 15 and 60 min, 6 h and 24 h', () => {
    const { offsetsMs } = readUntilQuiet(over, noReceipt);
    expect(offsetsMs).toEqual([0, 30_000, 2 * minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 6 * hourMs, 24 * hourMs]);
  });

  test('makes the session expired at the first look-up, and final at the last', () => {
    expect(outcomeOf(over.next(noReceipt(), 0).session)).toMatchObject({ status: 'expired', final: false });
    expect(outcomeOf(readUntilQuiet(over, noReceipt).end.session)).toMatchObject({ status: 'expired', final: true });
  });

  test('keeps the time at which the session expired', () => {
    const first = over.next(noReceipt(), 0);
    expect(first.next(noReceipt(), minuteMs).session).toMatchObject({ status: 'expired', expiredAtMs: first.atMs });
  });

  test('leaves the session unresolved when the look-up itself fails, and expired once one answers', () => {
    const doubtful = over.next(noAnswer(), 0);
    expect(doubtful.session.status).toBe('unresolved');
    expect(doubtful.due('T1')).toMatchObject({ type: 'readReceipt', dueAtMs: over.atMs + 30_000 });
    expect(doubtful.next(noReceipt()).session.status).toBe('expired');
  });

  test('leaves an expired session expired when a later look-up fails', () => {
    expect(over.next(noReceipt(), 0).next(noAnswer(), minuteMs).session.status).toBe('expired');
  });

  test('is looked up hourly for another day when the last look-up fails, and is never called final then', () => {
    const { offsetsMs, end } = readUntilQuiet(over.next(noReceipt(), 0), noAnswer);
    expect(offsetsMs.slice(-2)).toEqual([46 * hourMs - 30_000, 47 * hourMs - 30_000]);
    expect(outcomeOf(end.session)).toMatchObject({ status: 'expired', final: false });
    expect(end.session.notes).toMatchObject([{ code: 'look_up_never_answered' }]);
  });

  test('skips the look-ups that were missed while nobody ran', () => {
    expect(
      over
        .next(noReceipt(), 0)
        .next(noReceipt(), 20 * minuteMs)
        .due('T1'),
    ).toMatchObject({ dueAtMs: over.atMs + hourMs });
  });

  test('settles late when a payment is found', () => {
    const late = over.next(noReceipt(), 0).next(found(approved), hourMs);
    expect(outcomeOf(late.session)).toMatchObject({ status: 'approved', late: true, approvedAmount: { value: '125.00' } });
  });

  test('settles in time when the first look-up finds the payment', () => {
    expect(outcomeOf(over.next(found(approved), 0).session)).toMatchObject({ status: 'approved', late: false });
  });

  test('is never reported as unpaid once a transaction of unknown status was seen', () => {
    const doubtful = over.next(noReceipt(), 0).next(found(undecided));
    expect(doubtful.session.status).toBe('unresolved');
    expect(readUntilQuiet(doubtful, noReceipt).end.session.status).toBe('unresolved');
  });
});

describe('an undecided receipt', () => {
  test('is noted once per transaction and wants a person', () => {
    const story = confirming
      .next(found(undecided))
      .next(found(undecided))
      .next(found({ ...undecided, transactionId: 'b2' }));
    expect(story.session.notes).toMatchObject([{ transactionId: 'a1' }, { transactionId: 'b2' }]);
  });
});

describe('a cancel whose look-up fails', () => {
  const canceling = open.next(cancelRequested);

  test('is confirming for five minutes, then unresolved, and canceled once a look-up answers', () => {
    const unresolved = canceling.next(noAnswer(), 5 * minuteMs);
    expect(unresolved.session.status).toBe('unresolved');
    expect(unresolved.due('T1')).toMatchObject({ type: 'readReceipt' });
    expect(outcomeOf(unresolved.next(noReceipt()).session)).toMatchObject({ status: 'canceled', final: false });
  });

  test('goes over to the look-ups when the token ends first', () => {
    const over = canceling.at(902_000, noAnswer());
    expect(over.session.status).toBe('unresolved');
    const { offsetsMs, end } = readUntilQuiet(over, noReceipt);
    expect(offsetsMs.at(-1)).toBe(24 * hourMs - 30_000);
    expect(outcomeOf(end.session)).toMatchObject({ status: 'canceled', final: true });
  });

  test('is canceled with the look-ups going on when the token ended before the answer', () => {
    const over = canceling.at(902_000, noReceipt());
    expect(outcomeOf(over.session)).toMatchObject({ status: 'canceled', final: false });
    expect(over.due('T1')).toMatchObject({ type: 'readReceipt', dueAtMs: 932_000 });
  });
});
