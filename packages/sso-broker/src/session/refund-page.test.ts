import { describe, expect, test } from 'vitest';
import {
  ask,
  askRefund,
  lookedUp,
  lost,
  openPage,
  pageLookedUp,
  paid,
  refundHinted,
  refundSeen,
  send,
  standing,
  taken,
  type PageLook,
} from '../../test/session/reversals.ts';
import type { Story } from '../../test/session/story.ts';
import { hostEventsOf } from './host-event.ts';
import { findPayment, findReversal, refundableCents } from './reversals.ts';
import { spendingOf } from './reversal-spending.ts';

const hourMs = 3_600_000;
const made = ({ session }: Story, id = 'p') => findReversal(session, id);
const left = ({ session }: Story) => refundableCents(session, findPayment(session, 'a1') ?? expect.fail('no payment'));
const notes = ({ session }: Story) => session.notes.map(({ code }) => code);
const refusal = (reason: string) => expect.objectContaining({ refusal: reason }) as Error;

const askOnPage = (story: Story, id = 'p') => ask(story, id, { type: 'refund', cents: 5_000, by: 'screen' });
const open = openPage(send(askOnPage(paid), 'p'), 'p');
const used: PageLook = { page: 'finished', onPage: refundSeen('b2') };
const unused: PageLook = { page: 'expired', onPage: 'none', onPayment: standing };

describe('a refund on InstaMed’s page', () => {
  test('counts as taken from before its sign-on, and stands alone', () => {
    expect(left(askOnPage(paid))).toBe(7_500);
    expect(() => askRefund(open, 'r', 1)).toThrow(refusal('in_progress'));
    expect(() => ask(open, 'v')).toThrow(refusal('in_progress'));
    expect(() => askOnPage(send(askRefund(paid, 'r', 1), 'r'))).toThrow(refusal('in_progress'));
    expect(made(send(askOnPage(taken(send(askRefund(paid, 'r', 1), 'r'), 'r', 'c3')), 'p'))).toMatchObject({ status: 'sent' });
  });

  test('is looked at from the first poll on, and polled while a clerk may be at the page', () => {
    expect(open.due('p')).toMatchObject({ type: 'lookUpReversal', dueAtMs: open.atMs + open.session.terms.polling.intervalMs });
    const fresh = pageLookedUp(open, 'p', { page: 'new' });
    expect(fresh.due('p')).toMatchObject({ dueAtMs: fresh.atMs + fresh.session.terms.polling.intervalMs });
  });

  test('was made when its token is used and the receipt on the token tells of it', () => {
    const after = pageLookedUp(open, 'p', used);
    expect(made(after)).toMatchObject({ status: 'succeeded', foundBy: 'look_up', reversalTransactionId: 'b2' });
    expect(hostEventsOf(open.session, after.session).map(({ message }) => message.type)).toEqual(['payment.refunded']);
    expect(notes(after)).toEqual([]);
  });

  test.each<[string, PageLook]>([
    ['its token is used and no receipt is there', { page: 'finished', onPage: 'none' }],
    ['its token is used and the receipt tells nothing', { page: 'finished', onPage: { type: 'nothing' } }],
    ['its token is used and no receipt could be read', { page: 'finished', onPage: 'unavailable' }],
    ['its token has ended and the receipt on it tells of a refund', { page: 'expired', onPage: refundSeen('b2') }],
    ['its token has ended and no receipt on it could be read', { page: 'expired', onPage: 'unavailable', onPayment: standing }],
    ['its token has ended and the payment’s receipt could not be read', { page: 'expired', onPage: 'none', onPayment: 'unavailable' }],
    ['its token has ended and the payment’s receipt tells nothing', { page: 'expired', onPage: 'none', onPayment: { type: 'nothing' } }],
    ['its token has ended and the payment is voided', { page: 'expired', onPage: 'none', onPayment: { type: 'voided' } }],
    ['its token has ended and the payment’s receipt names a refund', { page: 'expired', onPage: 'none', onPayment: refundSeen('c3') }],
    ['its token says an unknown word', { page: 'unknown' }],
    ['its token is new still', { page: 'new' }],
    ['nothing can be asked', { page: 'unavailable' }],
  ])('is neither made nor failed while %s; after an hour it is a person’s, and counts as taken', (_, look) => {
    const soon = pageLookedUp(open, 'p', look);
    expect(made(soon)).toMatchObject({ status: 'unknown' });
    expect(soon.due('p')).toMatchObject({ type: 'lookUpReversal' });
    const late = pageLookedUp(open, 'p', look, hourMs);
    expect(made(late)).toMatchObject({ status: 'unresolved' });
    expect(notes(late)).toEqual(['reversal_unresolved']);
    expect(left(late)).toBe(7_500);
  });

  test('was not made when its token ended before a transaction, and nothing tells of a refund', () => {
    expect(made(pageLookedUp(open, 'p', unused))).toMatchObject({ status: 'failed', failure: 'not_carried_out' });
    expect(left(pageLookedUp(open, 'p', unused))).toBe(12_500);
  });

  test('was not made when all that is told of are refunds of ours, or older ones', () => {
    const earlier = taken(send(askRefund(paid, 'r', 1_000), 'r'), 'r', 'c3');
    const story = openPage(send(askOnPage(earlier), 'p'), 'p');
    const known = pageLookedUp(refundHinted(story, 'C3'), 'p', { ...unused, onPayment: refundSeen('C3') });
    expect(made(known)).toMatchObject({ status: 'failed' });
    const older = pageLookedUp(open, 'p', { ...unused, onPayment: refundSeen('c3'), receiptAtMs: open.atMs - hourMs });
    expect(made(older)).toMatchObject({ status: 'failed' });
  });

  test('is not called unmade while a webhook tells of a refund that nobody explains', () => {
    const told = refundHinted(open, 'b2', { cents: 5_000 });
    expect(made(pageLookedUp(told, 'p', unused))).toMatchObject({ status: 'unknown' });
    expect(made(pageLookedUp(told, 'p', unused, hourMs))).toMatchObject({ status: 'unresolved' });
  });

  test('is not found in a refund that is another one of ours', () => {
    const earlier = taken(send(askRefund(paid, 'r', 1_000), 'r'), 'r', 'B2');
    const story = openPage(send(askOnPage(earlier), 'p'), 'p');
    expect(made(pageLookedUp(story, 'p', used))).toMatchObject({ status: 'unknown' });
    expect(made(refundHinted(story, 'b2', { token: 'page p', cents: 5_000 }))).toMatchObject({ status: 'unknown' });
  });
});

describe('a webhook about a refund on InstaMed’s page', () => {
  test('that names the page’s token says that it was made, and how much of it', () => {
    const after = refundHinted(open, 'b2', { token: 'page p', cents: 5_000 });
    expect(made(after)).toMatchObject({ status: 'succeeded', foundBy: 'webhook', reversalTransactionId: 'b2' });
    expect(made(after)).not.toHaveProperty('refundedCents');
    expect(notes(after)).toEqual([]);
  });

  test('that names no amount says nothing by itself', () => {
    expect(made(refundHinted(open, 'b2', { token: 'page p' }))).toMatchObject({ status: 'unknown' });
  });

  test('that names another token counts once the page’s is used, where it can be no other refund', () => {
    for (const token of ['T1', 'page q', 'page'])
      expect(made(refundHinted(open, 'b2', { token, cents: 5_000 }))).toMatchObject({ status: 'unknown' });
    const told = refundHinted(open, 'b2', { cents: 5_000 });
    expect(made(told)).toMatchObject({ status: 'unknown' });
    expect(made(pageLookedUp(told, 'p', { page: 'finished', onPage: 'none' }))).toMatchObject({ status: 'succeeded', foundBy: 'webhook' });
    const two = refundHinted(told, 'c3', { cents: 5_000 });
    expect(made(pageLookedUp(two, 'p', { page: 'finished', onPage: 'none' }))).toMatchObject({ status: 'unknown' });
    const beside = lookedUp(lost(send(askRefund(paid, 'r', 5_000), 'r'), 'r'), 'r', standing, hourMs);
    const unclear = refundHinted(openPage(send(askOnPage(beside), 'p'), 'p'), 'b2', { cents: 5_000 });
    expect(made(pageLookedUp(unclear, 'p', { page: 'finished', onPage: 'none' }))).toMatchObject({ status: 'unknown' });
  });

  test('that names another amount than was asked for has the record say it, and a person look', () => {
    const first = refundHinted(open, 'b2', { token: 'page p', cents: 3_000 });
    expect(made(first)).toMatchObject({ status: 'succeeded', cents: 5_000, refundedCents: 3_000 });
    expect(left(first)).toBe(9_500);
    expect(notes(first)).toEqual(['reversal_reported']);
    expect(spendingOf(open.session, first.session)).toMatchObject({ cents: -2_000 });
  });

  test('that comes after the receipt corrects the record, in either direction', () => {
    const found = pageLookedUp(open, 'p', used);
    expect(refundHinted(found, 'B2', { token: 'page p', cents: 5_000 }).session.notes).toEqual([]);
    const more = refundHinted(found, 'b2', { token: 'page p', cents: 6_000 });
    expect(made(more)).toMatchObject({ status: 'succeeded', refundedCents: 6_000 });
    expect(spendingOf(found.session, more.session)).toMatchObject({ cents: 1_000 });
    expect(notes(more)).toEqual(['reversal_reported']);
    const again = refundHinted(more, 'b2', { cents: 5_000 });
    expect(made(again)).not.toHaveProperty('refundedCents');
    expect(refundHinted(again, 'b2', { cents: 5_000 }).session).toBe(again.session);
  });

  test('that comes when a person was told already still says what became of it', () => {
    const unresolved = pageLookedUp(open, 'p', { page: 'unavailable' }, hourMs);
    expect(made(refundHinted(unresolved, 'b2', { token: 'page p', cents: 5_000 }))).toMatchObject({ status: 'succeeded' });
    const again = refundHinted(unresolved, 'b2', { cents: 5_000 });
    expect(again.due('p')).toMatchObject({ type: 'lookUpReversal', dueAtMs: again.atMs });
    expect(made(pageLookedUp(again, 'p', { page: 'finished', onPage: 'none' }))).toMatchObject({ status: 'succeeded' });
  });

  test('that comes when it had failed is somebody’s to look at: what was told stays told', () => {
    const failed = pageLookedUp(open, 'p', unused);
    const after = refundHinted(failed, 'b2', { token: 'page p', cents: 5_000 });
    expect(made(after)).toMatchObject({ status: 'failed' });
    expect(notes(after)).toEqual(['reversal_reported']);
    expect(after.session.reports).toMatchObject([{ type: 'refunded', reportedId: 'b2' }]);
  });

  test.each([
    ['declined', { statusCode: 'D' }],
    ['canceled', { statusCode: 'X' }],
  ])('that was %s takes nothing back and reports nothing', (_, more) => {
    expect(refundHinted(open, 'b2', { token: 'page p', cents: 5_000, ...more }).session).toBe(open.session);
  });
});
