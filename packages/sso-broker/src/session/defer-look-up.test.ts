import { describe, expect, it } from 'vitest';
import { cancelRequested, confirming, expired, noAnswer, noReceipt, open, word, type Story } from '../../test/session/story.ts';

const hourMs = 3_600_000;
const kept = (type: 'receiptDeferred' | 'tokenStatusDeferred', atMs: number, attempt = 0, token = 'T1') =>
  ({ type, token, attempt, untilMs: atMs + 5_000, jitter: 0 }) as const;

/** Puts off whatever is due for the token, until a time. */
function deferUntil(from: Story, untilMs: number): Story {
  let story = from;
  for (;;) {
    const effect = story.due('T1');
    if (effect === undefined || !('token' in effect)) throw new Error('nothing is due');
    if (effect.dueAtMs > untilMs) return story;
    const type = effect.type === 'pollToken' ? 'tokenStatusDeferred' : 'receiptDeferred';
    story = story.at(effect.dueAtMs, kept(type, effect.dueAtMs, effect.attempt));
    if (story.due('T1') === effect) throw new Error('nothing follows');
  }
}

describe('a poll that is put off', () => {
  it('comes after the pause, with as many attempts before it', () => {
    const story = open.at(10_000, kept('tokenStatusDeferred', 10_000, 3));
    expect(story.session).toBe(open.session);
    expect(story.due('T1')).toEqual({ type: 'pollToken', token: 'T1', dueAtMs: 15_000, attempt: 3 });
  });

  it('comes at the end of the token at the latest, and is then followed by the receipt', () => {
    const story = deferUntil(open, 901_999);
    expect(story.due('T1')).toMatchObject({ type: 'pollToken', dueAtMs: 902_000 });
    const ended = story.at(902_000, kept('tokenStatusDeferred', 902_000));
    expect([ended.session.status, ended.due('T1')]).toEqual([
      'confirming',
      { type: 'readReceipt', token: 'T1', dueAtMs: 902_000, attempt: 0 },
    ]);
  });
});

describe('a look-up that is put off', () => {
  it('is the same look-up again, and leaves the session as it was', () => {
    const story = expired.at(930_000, kept('receiptDeferred', 930_000, 1));
    expect(story.session).toBe(expired.session);
    expect(story.due('T1')).toEqual({ type: 'readReceipt', token: 'T1', dueAtMs: 935_000, attempt: 1 });
  });

  it('leaves "confirming" for "unresolved" no sooner than an unanswered one, and no later', () => {
    expect(deferUntil(confirming, confirming.atMs + 299_999).session.status).toBe('confirming');
    expect(deferUntil(confirming, confirming.atMs + 310_000).session.status).toBe('unresolved');
    const ended = open.at(900_000, word('expired'));
    expect(deferUntil(ended, 900_000 + 60_000).session.status).toBe('confirming');
  });

  it('is never the last one, however long it takes', () => {
    const late = deferUntil(expired, 900_000 + 72 * hourMs);
    expect([late.session.status, late.session.notes]).toEqual(['expired', []]);
    expect(late.due('T1')?.dueAtMs).toBeLessThanOrEqual(late.atMs + 16 * 60_000);
    expect(late.session.watches).toEqual(expired.session.watches);
  });

  it('is over when it is answered at last, and flagged when it was asked in vain', () => {
    const late = deferUntil(expired, 900_000 + 49 * hourMs);
    expect(late.next(noReceipt()).session.watches).toMatchObject([{ stage: 'ended', evidence: 'unpaid' }]);
    expect(late.next(noAnswer()).session.notes).toMatchObject([{ code: 'look_up_never_answered' }]);
  });

  it('says nothing of a session that is to be canceled, even after the end of its token', () => {
    const story = deferUntil(open.next(cancelRequested), 2 * hourMs);
    expect(story.session.status).toBe('unresolved');
    expect(story.due('T1')).toMatchObject({ type: 'readReceipt', attempt: 0 });
    expect(story.next(noReceipt()).session.status).toBe('canceled');
  });
});
