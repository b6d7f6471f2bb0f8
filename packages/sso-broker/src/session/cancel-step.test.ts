import { expect, test } from 'vitest';
import { approved, declined, voided } from '../../test/session/receipts.ts';
import { cancelRequested, confirming, expired, found, noReceipt, open, requested, Story, word } from '../../test/session/story.ts';
import { outcomeOf } from './outcome.ts';

const canceled = open.next(cancelRequested).next(noReceipt());

test('a session that was never launched is canceled at once and for good', () => {
  expect(outcomeOf(new Story().next(cancelRequested).session)).toMatchObject({ status: 'canceled', final: true, late: false });
});

test('canceling an open page has its receipt read first', () => {
  expect(open.next(cancelRequested, 500).due('T1')).toEqual({ type: 'readReceipt', token: 'T1', dueAtMs: 2_500, attempt: 0 });
});

test('a payment found by the cancel wins, and is not late', () => {
  expect(outcomeOf(open.next(cancelRequested).next(found(approved)).session)).toMatchObject({ status: 'approved', late: false });
});

test('a canceled page stays under watch until it can no longer be paid', () => {
  expect(outcomeOf(canceled.session)).toMatchObject({ status: 'canceled', final: false });
  expect(canceled.due('T1')).toMatchObject({ type: 'pollToken', dueAtMs: canceled.atMs + 10_000 });
  const over = canceled.at(900_000, word('expired')).next(noReceipt(), 0);
  expect(over.due('T1')).toMatchObject({ type: 'readReceipt' });
  expect(outcomeOf(over.session)).toMatchObject({ status: 'canceled', final: false });
  expect(outcomeOf(over.next(noReceipt(), 24 * 3_600_000).session)).toMatchObject({ status: 'canceled', final: true });
});

test('a payment found after the cancel is reported late', () => {
  const late = canceled.next(word('finished')).next(found(approved));
  expect(outcomeOf(late.session)).toMatchObject({ status: 'approved', late: true });
});

test('a canceled page that was used, but whose receipt never comes, is never final', () => {
  let story = canceled.next(word('finished'));
  for (let due = story.due('T1'), steps = 0; due?.type === 'readReceipt' && steps < 100; due = story.due('T1'), steps += 1) {
    story = story.at(due.dueAtMs, noReceipt('T1', due.attempt));
  }
  expect(outcomeOf(story.session)).toMatchObject({ status: 'canceled', final: false });
  expect(story.session.notes).toMatchObject([{ code: 'receipt_never_found' }]);
});

test('a decline after the cancel changes nothing but makes it final', () => {
  const story = canceled.next(word('finished')).next(found(declined));
  expect(outcomeOf(story.session)).toMatchObject({ status: 'canceled', final: true });
  expect(story.session.otherReceipts).toHaveLength(1);
});

test('a voided receipt cancels for good', () => {
  expect(outcomeOf(confirming.next(found(voided)).session)).toMatchObject({ status: 'canceled', final: true, transactionId: 'a1' });
});

test('canceling an expired session forbids another launch, and keeps the look-ups', () => {
  const closed = expired.next(cancelRequested);
  expect(outcomeOf(closed.session)).toMatchObject({ status: 'canceled', final: false });
  expect(closed.due('T1')).toMatchObject({ type: 'readReceipt' });
  expect(() => closed.next(requested('L2'))).toThrow('settled');
  expect(outcomeOf(closed.next(found(approved)).session)).toMatchObject({ status: 'approved', late: true });
});

test('canceling what expired for good changes nothing', () => {
  const over = expired.next(noReceipt(), 24 * 3_600_000);
  expect(over.next(cancelRequested).session).toBe(over.session);
});
