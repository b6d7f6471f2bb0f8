import { expect, test } from 'vitest';
import { noStatus, open, word } from '../../test/session/story.ts';

// The page of `open` was launched at 2 s and ends at 902 s; its session's phase is 4 s.
const endMs = 902_000;

test('the first poll falls into the phase of the session, the next ones an interval apart', () => {
  expect(open.due('T1')).toEqual({ type: 'pollToken', token: 'T1', dueAtMs: 6_000, attempt: 0 });
  expect(open.at(6_000, word('new')).due('T1')).toEqual({ type: 'pollToken', token: 'T1', dueAtMs: 16_000, attempt: 0 });
});

test('a finished word, and EXPIRED, have the receipt read at once', () => {
  for (const meaning of ['finished', 'expired'] as const) {
    expect(open.at(16_000, word(meaning)).due('T1')).toEqual({ type: 'readReceipt', token: 'T1', dueAtMs: 16_000, attempt: 0 });
  }
});

test('the last poll falls on the end of the token, and after it the receipt is read whatever the word', () => {
  const last = open.at(endMs - 3_000, word('new'));
  expect(last.due('T1')).toMatchObject({ type: 'pollToken', dueAtMs: endMs });
  for (const event of [word('new'), word('unknown'), noStatus()]) {
    const over = last.at(endMs, event);
    expect(over.session.status).toBe('confirming');
    expect(over.due('T1')).toMatchObject({ type: 'readReceipt', dueAtMs: endMs });
  }
});

test.each([
  [0, 1, 2_000],
  [1, 1, 4_000],
  [3, 1, 16_000],
  [4, 1, 30_000],
  [60, 1, 30_000],
  [4, 0.25, 7_500],
  [4, 0, 0],
])('after %i failures in a row and with jitter %f the next poll is %i ms away', (attempt, jitter, pauseMs) => {
  expect(open.at(100_000, noStatus('T1', attempt, jitter)).due('T1')).toEqual({
    type: 'pollToken',
    token: 'T1',
    dueAtMs: 100_000 + pauseMs,
    attempt: attempt + 1,
  });
});

test('an answer ends the counting of failures', () => {
  expect(open.next(noStatus('T1', 3)).next(word('new')).due('T1')).toMatchObject({ attempt: 0 });
});

test('a retry never falls behind the end of the token', () => {
  expect(open.at(endMs - 1_000, noStatus('T1', 9, 1)).due('T1')).toMatchObject({ type: 'pollToken', dueAtMs: endMs });
});

test('an unknown word means wait, and is noted once', () => {
  const waiting = open
    .next(word('unknown', 'T1', 'PENDING'))
    .next(word('unknown', 'T1', 'PENDING'))
    .next(word('unknown', 'T1', 'HELD'));
  expect(waiting.session.status).toBe('open');
  expect(waiting.session.notes).toMatchObject([
    { code: 'unknown_token_status', word: 'PENDING' },
    { code: 'unknown_token_status', word: 'HELD' },
  ]);
});

test('unknown words are noted short and plain, and no more than eight of them', () => {
  const hostile = open.next(word('unknown', 'T1', `<b>\r\n${'x'.repeat(99)}`));
  expect(hostile.session.notes).toMatchObject([{ word: `?b???${'x'.repeat(27)}` }]);
  let flooded = open;
  for (let number = 0; number < 20; number += 1) flooded = flooded.next(word('unknown', 'T1', `W${number}`));
  expect(flooded.session.notes).toHaveLength(8);
  expect(flooded.due('T1')).toMatchObject({ type: 'pollToken' });
});
