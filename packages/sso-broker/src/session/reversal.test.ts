import { describe, expect, test } from 'vitest';
import { receiptOf } from '../../test/session/receipts.ts';
import {
  ask,
  askRefund,
  approvedOnly,
  doubted,
  lookedUp,
  lost,
  notSent,
  paid,
  refundSeen,
  refused,
  send,
  standing,
  taken,
} from '../../test/session/reversals.ts';
import { confirming, found, open, type Story } from '../../test/session/story.ts';
import { attentionItemsOf } from './attention-item.ts';
import { eraseSession, finalSinceMs } from './erase-session.ts';
import { hostEventsOf } from './host-event.ts';
import { findPayment, refundableCents, reversalsOf } from './reversals.ts';
import { spendingOf } from './reversal-spending.ts';

const hourMs = 3_600_000;
const refusal = (reason: string) => expect.objectContaining({ refusal: reason }) as Error;
const only = ({ session }: Story) => reversalsOf(session)[0];
const left = ({ session }: Story) => refundableCents(session, findPayment(session, 'a1') ?? expect.fail('no payment'));
const toldOf = (from: Story, to: Story) => hostEventsOf(from.session, to.session).map(({ message }) => message.type);
const hint = (story: Story, transactionAction: string, statusCode: string, transactionId: string) =>
  story.next({ type: 'paymentHinted', hint: { transactionAction, statusCode, transactionId, originalTransactionId: 'a1' } });
const notes = ({ session }: Story) => session.notes.map(({ code }) => code);

const voiding = send(ask(paid, 'v'), 'v');
const refunding = send(askRefund(paid, 'r', 5_000), 'r');

describe('a void or refund that is asked for', () => {
  test('is stored before anything is sent, and the session stays as it was told', () => {
    const asked = ask(paid, 'v');
    expect(only(asked)).toMatchObject({ status: 'pending', cents: 12_500 });
    expect(asked.due('v')).toMatchObject({ type: 'sendReversal', dueAtMs: asked.atMs });
    expect(asked.session.status).toBe('approved');
    expect(toldOf(paid, asked)).toEqual([]);
  });

  test('is the same one when it is asked for again', () => {
    expect(ask(voiding, 'v').session).toBe(voiding.session);
  });

  test('is refused for a session without such a payment, and for cash', () => {
    expect(() => ask(open, 'v')).toThrow(refusal('payment_unknown'));
    expect(() => ask(paid, 'v', { transactionId: 'b2' })).toThrow(refusal('payment_unknown'));
    const cash = confirming.next(found(receiptOf('C', 'a1', { tender: 'cash' })));
    expect(() => ask(cash, 'v')).toThrow(refusal('not_a_card'));
  });

  test('of an eCheck is a void and no refund', () => {
    const check = confirming.next(found(receiptOf('C', 'a1', { tender: 'check' })));
    expect(ask(check, 'v').session.reversals).toHaveLength(1);
    expect(() => askRefund(check, 'r', 100)).toThrow(refusal('not_a_card'));
  });

  test('of a refund is refused beyond what is left, with all that may have been taken counted', () => {
    expect(() => askRefund(refunding, 's', 7_501)).toThrow(refusal('too_large'));
    const both = askRefund(refunding, 's', 7_500);
    expect(left(both)).toBe(0);
    expect(left(refused(both, 'r'))).toBe(5_000);
  });

  test('of a refund is refused after a year', () => {
    const requestedAtMs = paid.atMs + 366 * 24 * hourMs;
    expect(() => ask(paid, 'r', { type: 'refund', requestedAtMs })).toThrow(refusal('too_late'));
  });

  test('of a void stands alone: nothing before it, nothing after it', () => {
    expect(() => ask(refunding, 'v')).toThrow(refusal('in_progress'));
    expect(() => ask(taken(refunding, 'r', 'b2'), 'v')).toThrow(refusal('refunded'));
    expect(() => askRefund(voiding, 'r', 1)).toThrow(refusal('in_progress'));
    expect(() => askRefund(taken(voiding, 'v'), 'r', 1)).toThrow(refusal('voided'));
    expect(only(ask(refused(refunding, 'r'), 'v'))).toMatchObject({ id: 'r', status: 'failed' });
  });
});

describe('a void or refund that is sent', () => {
  test('is sent by one sender: whoever comes second changes nothing', () => {
    expect(send(voiding, 'v', 'another').session).toBe(voiding.session);
    expect(only(voiding)).toMatchObject({ status: 'sent', sendId: 'send v' });
  });

  test('is told once, by the answer', () => {
    expect(toldOf(voiding, taken(voiding, 'v'))).toEqual(['payment.voided']);
    expect(toldOf(refunding, taken(refunding, 'r', 'b2'))).toEqual(['payment.refunded']);
    expect(only(taken(refunding, 'r', 'b2'))).toMatchObject({ status: 'succeeded', reversalTransactionId: 'b2', foundBy: 'answer' });
    const done = taken(voiding, 'v');
    expect(taken(done, 'v').session).toBe(done.session);
  });

  test('fails for certain by InstaMed’s refusal, and says when funds had been transferred', () => {
    expect(only(refused(voiding, 'v'))).toMatchObject({ status: 'failed', failure: 'declined', responseCode: '012' });
    expect(only(refused(voiding, 'v', true))).toMatchObject({ failure: 'funds_transferred' });
    expect(toldOf(voiding, refused(voiding, 'v'))).toEqual(['payment.void_failed']);
    expect(toldOf(refunding, refused(refunding, 'r'))).toEqual(['payment.refund_failed']);
  });

  test('is tried again when it did not leave, and given up for certain after an hour', () => {
    const again = notSent(voiding, 'v');
    expect(only(again)).toMatchObject({ status: 'pending', attempt: 1 });
    expect(again.due('v')).toMatchObject({ type: 'sendReversal', attempt: 1, dueAtMs: again.atMs + 1_000 });
    const held = notSent(voiding, 'v', { untilMs: voiding.atMs + 60_000 });
    expect(held.due('v')).toMatchObject({ dueAtMs: voiding.atMs + 61_000 });
    const late = voiding.next({ type: 'reversalNotSent', reversalId: 'v', sendId: 'send v', attempt: 9, jitter: 0 }, hourMs);
    expect(only(late)).toMatchObject({ status: 'failed', failure: 'never_sent' });
  });

  test.each([
    ['lost', lost],
    ['one that decides nothing', doubted],
  ])('is looked up, and never sent again, when its answer is %s', (_, lose) => {
    for (const [story, id] of [
      [voiding, 'v'],
      [refunding, 'r'],
    ] as const) {
      const unknown = lose(story, id);
      expect(only(unknown)).toMatchObject({ status: 'unknown' });
      expect(unknown.due(id)).toMatchObject({ type: 'lookUpReversal', dueAtMs: unknown.atMs });
      expect(send(unknown, id, 'again').session).toBe(unknown.session);
    }
  });

  test('is decided by its own answer, however late that comes', () => {
    expect(only(taken(lost(voiding, 'v'), 'v'))).toMatchObject({ status: 'succeeded', foundBy: 'answer' });
    const stranger = lost(voiding, 'v').next({ type: 'reversalAnswered', reversalId: 'v', sendId: 'x', verdict: { type: 'taken' } });
    expect(only(stranger)).toMatchObject({ status: 'unknown' });
  });
});

describe('a void that is looked up', () => {
  const unknown = lost(voiding, 'v');

  test('is found by its payment’s status', () => {
    const after = lookedUp(unknown, 'v', { type: 'voided' });
    expect(only(after)).toMatchObject({ status: 'succeeded', foundBy: 'look_up' });
    expect(toldOf(unknown, after)).toEqual(['payment.voided']);
  });

  test('was not carried out when its payment stands a day later, and not a moment before', () => {
    expect(only(lookedUp(unknown, 'v', standing, 24 * hourMs - 1))).toMatchObject({ status: 'unknown' });
    const after = lookedUp(unknown, 'v', standing, 24 * hourMs);
    expect(only(after)).toMatchObject({ status: 'failed', failure: 'not_carried_out' });
  });

  test('was refused when InstaMed did answer and its payment stands', () => {
    expect(only(lookedUp(doubted(voiding, 'v'), 'v', standing))).toMatchObject({ status: 'failed', failure: 'declined' });
    const transferred = { type: 'standing', fundsTransferred: true } as const;
    expect(only(lookedUp(unknown, 'v', transferred))).toMatchObject({ status: 'failed', failure: 'funds_transferred' });
  });

  test('of one that was approved, while the payment stands, is asked for again: it has not failed', () => {
    const looking = lookedUp(approvedOnly(voiding, 'v'), 'v', standing);
    expect(only(looking)).toMatchObject({ status: 'unknown' });
    expect(only(lookedUp(looking, 'v', { type: 'voided' }))).toMatchObject({ status: 'succeeded', foundBy: 'look_up' });
  });

  test('goes to a person when nobody can tell, and counts as taken', () => {
    const after = lookedUp(unknown, 'v', 'unavailable', 48 * hourMs);
    expect(only(after)).toMatchObject({ status: 'unresolved' });
    expect(attentionItemsOf(unknown.session, after.session)).toMatchObject([{ reason: 'reversal_unresolved', transactionId: 'a1' }]);
    expect(toldOf(unknown, after)).toEqual(['payment.needs_attention']);
    expect(() => askRefund(after, 'r', 1)).toThrow(refusal('voided'));
  });
});

describe('a refund that is looked up', () => {
  const unknown = lost(refunding, 'r');

  test('is found under its own id', () => {
    const after = lookedUp(unknown, 'r', refundSeen('b2'));
    expect(only(after)).toMatchObject({ status: 'succeeded', foundBy: 'look_up', reversalTransactionId: 'b2' });
  });

  test('is never taken for failed because its payment stands: a person must look', () => {
    expect(only(lookedUp(unknown, 'r', standing))).toMatchObject({ status: 'unknown' });
    const after = lookedUp(unknown, 'r', standing, hourMs);
    expect(only(after)).toMatchObject({ status: 'unresolved' });
    expect(left(after)).toBe(7_500);
    expect(notes(after)).toEqual(['reversal_unresolved']);
  });

  test('is not found where another of ours could be meant, or is', () => {
    const two = lost(send(askRefund(unknown, 's', 5_000), 's'), 's');
    expect(only(lookedUp(two, 'r', refundSeen('b2')))).toMatchObject({ status: 'unknown' });
    const known = taken(send(askRefund(unknown, 's', 5_000), 's'), 's', 'b2');
    expect(only(lookedUp(known, 'r', refundSeen('B2')))).toMatchObject({ status: 'unknown' });
  });

  test('is not found in one that was made before it was sent', () => {
    const old = { type: 'reversalLookedUp', reversalId: 'r', attempt: 0, evidence: refundSeen('b2'), receiptAtMs: -hourMs } as const;
    expect(only(unknown.next(old))).toMatchObject({ status: 'unknown' });
  });
});

describe('a webhook of InstaMed’s about a void or refund', () => {
  test('of ours raises nothing, and has one that was given up looked at once more', () => {
    expect(notes(hint(taken(voiding, 'v'), 'Sale', 'V', 'a1'))).toEqual([]);
    expect(notes(hint(taken(refunding, 'r', 'b2'), 'Refund', 'C', 'B2'))).toEqual([]);
    const unresolved = lookedUp(lost(refunding, 'r'), 'r', standing, hourMs);
    const again = hint(unresolved, 'Refund', 'C', 'b2');
    expect(again.due('r')).toMatchObject({ type: 'lookUpReversal', dueAtMs: again.atMs });
    expect(only(lookedUp(again, 'r', refundSeen('b2')))).toMatchObject({ status: 'succeeded' });
  });

  test('of somebody else is reported, at once or as soon as it is clear that it is not ours', () => {
    expect(notes(hint(paid, 'Sale', 'V', 'a1'))).toEqual(['reversal_reported']);
    expect(notes(hint(paid, 'Refund', 'C', 'b2'))).toEqual(['reversal_reported']);
    const hinted = hint(refunding, 'Refund', 'C', 'b2');
    expect(notes(hinted)).toEqual([]);
    expect(notes(taken(hinted, 'r', 'b2'))).toEqual([]);
    expect(notes(taken(hinted, 'r', 'c3'))).toEqual(['reversal_reported']);
  });
});

test('a void or refund counts towards its day from its request on, and no longer once it has failed', () => {
  const asked = ask(paid, 'v');
  expect(spendingOf(paid.session, asked.session, 50_000)).toEqual({ day: '1970-01-01', cents: 12_500, ceilingCents: 50_000 });
  expect(spendingOf(voiding.session, taken(voiding, 'v').session)).toBeUndefined();
  expect(spendingOf(voiding.session, refused(voiding, 'v').session)).toEqual({ day: '1970-01-01', cents: -12_500 });
});

test('an open void keeps its session from erasure, and a reason is erased with it', () => {
  const asked = ask(paid, 'v', { reason: 'Mary asked' });
  expect(finalSinceMs(asked.session)).toBeUndefined();
  const done = taken(send(asked, 'v'), 'v');
  expect(finalSinceMs(done.session)).toBe(done.atMs);
  const erased = eraseSession(done.session);
  expect(JSON.stringify(erased)).not.toContain('Mary asked');
  expect(reversalsOf(erased)).toMatchObject([{ id: 'v', status: 'succeeded' }]);
});
