import { describe, expect, test } from 'vitest';
import { approved, declined, partiallyApproved, receiptOf, undecided } from '../../test/session/receipts.ts';
import { cancelRequested, expired, found, launched, noReceipt, open, requested, Story, word } from '../../test/session/story.ts';
import { terms } from '../../test/session/terms.ts';
import { outcomeOf } from './outcome.ts';
import type { SessionIn } from './session.ts';
import { transition } from './transition.ts';
import { allWatches } from './watches.ts';

const failed = (launchId: string) => ({ type: 'launchFailed', launchId }) as const;
const recoveryDue = { type: 'launchRecoveryDue' } as const;
const renews = (token: string) => ({ ...requested('L2'), renews: token });
const takeOver = { type: 'pageTaken' } as const;
const lifetimeSpent = { type: 'lifetimeSpent' } as const;

describe('a launch', () => {
  const launching = new Story().next(requested('L1'));

  test('is given up when it has no answer after 30 s, and the loss is noted', () => {
    expect(launching.due()).toEqual({ type: 'recoverLaunch', dueAtMs: launching.atMs + 30_000 });
    expect(launching.next(recoveryDue, 29_999).session.status).toBe('launching');
    const lost = launching.next(recoveryDue, 30_000);
    expect(lost.session.status).toBe('created');
    expect(lost.session.notes).toMatchObject([{ code: 'launch_lost', launchId: 'L1' }]);
  });

  test('that a clock set back has recovered too early stays due at its time', () => {
    const { session, atMs } = launching;
    expect(transition(session, { ...recoveryDue, atMs: atMs + 29_999 })).toEqual([
      session,
      [{ type: 'recoverLaunch', dueAtMs: atMs + 30_000 }],
    ]);
  });

  test('whose answer comes after it was given up opens nothing', () => {
    const lost = launching.next(recoveryDue, 30_000);
    expect(lost.next(launched('L1', 'T1')).session).toBe(lost.session);
    const again = lost.next(requested('L2'));
    expect(again.next(launched('L1', 'T1')).session).toBe(again.session);
    expect(again.next(failed('L1')).session).toBe(again.session);
  });

  test('that failed can be tried again, and the session still ends at its time', () => {
    const back = launching.next(failed('L1'));
    expect(back.due()).toEqual({ type: 'expireSession', dueAtMs: terms.expiresAtMs });
    expect(back.launch('L2', 'T2').session).toMatchObject({ status: 'open', current: { token: 'T2' } });
  });
});

describe('a session that was never launched', () => {
  test('expires for good at its time, and not before', () => {
    expect(new Story().at(terms.expiresAtMs - 1, lifetimeSpent).session.status).toBe('created');
    const over = new Story().at(terms.expiresAtMs, lifetimeSpent);
    expect(outcomeOf(over.session)).toMatchObject({ status: 'expired', final: true });
    expect(() => over.next(requested())).toThrow('session_expired');
  });

  test('stays due to expire when a clock set back strikes its timer too early', () => {
    const { session } = new Story();
    expect(transition(session, { ...lifetimeSpent, atMs: terms.expiresAtMs - 1 })).toEqual([
      session,
      [{ type: 'expireSession', dueAtMs: terms.expiresAtMs }],
    ]);
  });

  test('cannot be launched from its end on, even before its timer has struck', () => {
    expect(() => new Story().at(terms.expiresAtMs, requested())).toThrow('session_expired');
  });
});

describe('an open page that is taken over', () => {
  const taken = open.next(takeOver);

  test('has a later opening than the one before, and nothing else of it changes', () => {
    expect(open.session).toMatchObject({ status: 'open', opening: open.session.sequence });
    const { opening, sequence, updatedAtMs, ...rest } = taken.session as SessionIn<'open'>;
    const { opening: first, sequence: before, updatedAtMs: _, ...same } = open.session as SessionIn<'open'>;
    expect([opening, sequence]).toEqual([sequence, before + 1]);
    expect(opening).toBeGreaterThan(first ?? Infinity);
    expect(updatedAtMs).toBe(taken.atMs);
    expect(rest).toEqual(same);
    expect(taken.due('T1')).toEqual(open.due('T1'));
  });

  test('is settled by what is paid on it, whoever has it', () => {
    expect(taken.next(word('finished')).next(found(approved)).session).toMatchObject({ status: 'approved', late: false });
  });

  test('is nobody’s once its token is over, it makes way, or the session has gone on', () => {
    const over = open.at(open.atMs + 15 * 60_000, takeOver);
    expect(over.session).toBe(open.session);
    for (const story of [new Story(), new Story().next(requested('L1')), open.next(renews('T1')), open.next(word('finished')), expired])
      expect(story.next(takeOver).session).toBe(story.session);
  });

  test('makes way for a new page with a later opening still', () => {
    const renewed = taken.next(renews('T1')).next(launched('L2', 'T2'));
    const { opening = 0 } = renewed.session as SessionIn<'open'>;
    expect(opening).toBeGreaterThan((taken.session as SessionIn<'open'>).opening ?? Infinity);
  });
});

describe('a launch after the page expired for good', () => {
  test('is refused: the host may have asked for the money elsewhere', () => {
    const over = expired.next(noReceipt(), 24 * 3_600_000);
    expect(outcomeOf(over.session)).toMatchObject({ status: 'expired', final: true });
    expect(() => over.next(requested('L2'))).toThrow('session_expired');
  });
});

describe('an open page that makes way for a new one', () => {
  const renewing = open.next(renews('T1'));
  const renewed = renewing.next(launched('L2', 'T2'));

  test('leaves its token under poll, beside the new one', () => {
    expect(renewed.session).toMatchObject({ status: 'open', current: { token: 'T2' }, watches: [{ token: 'T1', stage: 'polling' }] });
    expect(renewed.due('T1')).toEqual(open.due('T1'));
    expect(renewed.due('T2')).toMatchObject({ type: 'pollToken' });
  });

  test('may be paid on all the same, and a payment on the new page is then a second one', () => {
    const paid = renewed.next(word('finished', 'T1')).next(found(approved, 'T1'));
    expect(paid.session).toMatchObject({ status: 'approved', late: true });
    const again = paid.next(word('finished', 'T2')).next(found(receiptOf('C', 'b2'), 'T2'));
    expect(again.session.notes).toMatchObject([{ code: 'second_payment', transactionId: 'b2' }]);
  });

  test('paid on while the sign-on is under way is the payment, and no new page opens', () => {
    const paid = renewing.next(word('finished', 'T1')).next(found(approved, 'T1'));
    expect(paid.session.status).toBe('approved');
    expect(paid.next(launched('L2', 'T2')).session).toBe(paid.session);
  });

  test('counts as expired, and not for good, when there is no new one', () => {
    const { session } = renewing.next(failed('L2'));
    expect(outcomeOf(session)).toMatchObject({ status: 'expired', final: false });
    expect(renewing.next(failed('L2')).launch('L3', 'T3').session).toMatchObject({ status: 'open', current: { token: 'T3' } });
  });

  test('makes way only for who names its token, and while nothing is being confirmed', () => {
    expect(() => open.next(renews('T0'))).toThrow('open');
    expect(() => renewed.next(renews('T1'))).toThrow('open');
    expect(() => open.next(word('finished')).next(renews('T1'))).toThrow('confirming');
  });
});

describe('a launch after the page expired', () => {
  const again = expired.launch('L2', 'T2');

  test('puts a new token on the same session and keeps the first under look-up', () => {
    expect(again.session).toMatchObject({ status: 'open', current: { token: 'T2' }, watches: [{ token: 'T1', stage: 'reading' }] });
    expect(again.due('T1')).toMatchObject({ type: 'readReceipt' });
    expect(again.due('T2')).toMatchObject({ type: 'pollToken' });
  });

  test('that fails leaves the session expired since the same time', () => {
    const back = expired.next(requested('L2')).next(failed('L2'));
    expect(back.session).toMatchObject({ status: 'expired', expiredAtMs: expired.session.updatedAtMs });
    expect(back.session.watches).toEqual(expired.session.watches);
  });

  test('that fails while the first token turned doubtful leaves the session unresolved', () => {
    const back = expired.next(requested('L2')).next(found(undecided, 'T1')).next(failed('L2'));
    expect(back.session.status).toBe('unresolved');
  });

  test('is dropped when a payment on the first token settles the session meanwhile', () => {
    const paid = expired.next(requested('L2')).next(found(approved, 'T1'));
    expect(outcomeOf(paid.session)).toMatchObject({ status: 'approved', late: true });
    expect(paid.next(launched('L2', 'T2')).session).toBe(paid.session);
  });

  test('settles in time by its own token', () => {
    expect(outcomeOf(again.next(found(approved, 'T2')).session)).toMatchObject({ status: 'approved', late: false });
  });

  test('settles late by a payment on the first token, and the open page stays under watch', () => {
    const late = again.next(found(approved, 'T1'));
    expect(outcomeOf(late.session)).toMatchObject({ status: 'approved', late: true });
    expect(allWatches(late.session)).toMatchObject([
      { token: 'T1', stage: 'ended' },
      { token: 'T2', stage: 'polling' },
    ]);
    expect(late.due('T2')).toMatchObject({ type: 'pollToken' });
  });

  test('goes on when the first token turns out declined', () => {
    const story = again.next(found(declined, 'T1'));
    expect(story.session).toMatchObject({ status: 'open', otherReceipts: [{ token: 'T1' }] });
  });

  test('ends unresolved, not expired, while the first token is in doubt', () => {
    const story = again.next(found(undecided, 'T1')).next(word('expired', 'T2')).next(noReceipt('T2'));
    expect(story.session.status).toBe('unresolved');
    const cleared = story.next(found(declined, 'T1'));
    expect(cleared.session.status).toBe('expired');
  });

  test('stays unresolved when its own token was declined while the first one is in doubt', () => {
    const doubtful = again.next(found(undecided, 'T1')).next(word('expired', 'T2')).next(noReceipt('T2'));
    const story = doubtful.next(found(declined, 'T2'));
    expect(story.session).toMatchObject({ status: 'unresolved', otherReceipts: [{ token: 'T2' }] });
  });

  test.each([
    ['paid', approved],
    ['paid in part', partiallyApproved],
  ])('that is paid after the first token was %s keeps the first outcome and asks for a person', (_, receipt) => {
    const first = again.next(found(receipt, 'T1'));
    const second = first.next(word('finished', 'T2')).next(found(receiptOf('C', 'b2'), 'T2'));
    expect(outcomeOf(second.session)).toEqual(outcomeOf(first.session));
    expect(second.session.otherReceipts).toMatchObject([{ token: 'T2', receipt: { transactionId: 'b2' } }]);
    expect(second.session.notes).toMatchObject([{ code: 'second_payment', transactionId: 'b2' }]);
  });

  test('that was declined leaves the session unresolved while the first token is in doubt', () => {
    const story = again.next(found(undecided, 'T1')).next(found(receiptOf('D', 'b2'), 'T2'));
    expect(story.session).toMatchObject({ status: 'unresolved', otherReceipts: [{ token: 'T2' }] });
  });

  test('that was declined is final only once the first token can no longer be paid', () => {
    const story = again.next(found(receiptOf('D', 'b2'), 'T2'));
    expect(outcomeOf(story.session)).toMatchObject({ status: 'declined', final: false });
    const over = story.next(noReceipt('T1'), 24 * 3_600_000);
    expect(outcomeOf(over.session)).toMatchObject({ status: 'declined', final: true });
  });

  test('that was declined gives way to a payment found on the first token', () => {
    const story = again.next(found(receiptOf('D', 'b2'), 'T2')).next(found(approved, 'T1'));
    expect(outcomeOf(story.session)).toMatchObject({ status: 'approved', late: true, transactionId: 'a1' });
    expect(story.session.otherReceipts).toMatchObject([{ token: 'T2', verdict: { type: 'declined' } }]);
  });

  test('that is canceled says so while the first token is still looked up', () => {
    const story = again.next(cancelRequested).next(noReceipt('T2'));
    expect(outcomeOf(story.session)).toMatchObject({ status: 'canceled', final: false });
  });
});
