import { Outcome } from '@collect-payment/contract';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { approved, declined, receiptOf } from '../../test/session/receipts.ts';
import { cancelRequested, found, noReceipt, Story, word } from '../../test/session/story.ts';
import { terms } from '../../test/session/terms.ts';
import { receiptViewOf } from '../receipts/receipt-view.ts';
import { eraseSession } from './erase-session.ts';
import { hostEventsOf } from './host-event.ts';
import { judgeDuplicate } from './judge-duplicate.ts';
import { outcomeOf } from './outcome.ts';
import { paymentRecordsOf } from './payment-record.ts';
import type { Terms } from './terms.ts';
import { createSession } from './transition.ts';
import { hostViewOf, viewOf } from './view.ts';

const { requestedCents: _, screen: _screen, ...common } = terms;
const asked: Terms = { ...common, screen: 'save-on-file' };
const name = '3A1AB7A248524C6287FA79C6A26F7CA5';
const card = { cardBrand: 'VISA', cardExpirationMonth: 12, cardExpirationYear: 2049, saveOnFileTransactionId: name };
const saved = receiptOf('O', name.toLowerCase(), { ...card, primaryTransactionId: name.toLowerCase() });
const open = new Story(createSession(asked)).launch('L1', 'T1');
const confirming = open.next(word('finished'));
const done = confirming.next(found(saved));

describe('a session that saves a card', () => {
  test('is saved by its receipt: no money, no amount, and for its page no name', () => {
    const view = viewOf(done.session);
    expect([...Value.Errors(Outcome, view.outcome)]).toEqual([]);
    expect(view).not.toHaveProperty('amount');
    expect(view.outcome).toEqual({
      status: 'saved',
      final: true,
      late: false,
      settledAt: new Date(done.atMs).toISOString(),
      savedCard: { brand: 'VISA', lastFour: '1111' },
    });
    expect(JSON.stringify([view, outcomeOf(done.session)]).toLowerCase()).not.toContain(name.toLowerCase());
    expect([paymentRecordsOf(done.session), receiptViewOf(done.session)]).toEqual([[], undefined]);
  });

  test('tells the host’s server the name to sell by, and the expiry', () => {
    const { outcome } = hostViewOf(done.session);
    expect([...Value.Errors(Outcome, outcome)]).toEqual([]);
    expect(outcome).toMatchObject({
      transactionId: name,
      savedCard: { saveOnFileTransactionId: name, brand: 'VISA', lastFour: '1111', expirationMonth: 12, expirationYear: 2049 },
    });
    const other = confirming.next(found({ ...saved, transactionId: '0'.repeat(32), primaryTransactionId: '0'.repeat(32) })).session;
    expect(hostViewOf(other).outcome?.transactionId).toBe('0'.repeat(32));
    expect(hostViewOf(open.session)).toEqual(viewOf(open.session));
  });

  test('keeps the name once: where InstaMed gives the saving the same id, that id is not kept beside it', () => {
    expect(JSON.stringify(done.session).toLowerCase().split(name.toLowerCase())).toHaveLength(2);
    const erased = eraseSession(done.session);
    expect(JSON.stringify(erased)).not.toMatch(/3a1ab7a2|VISA|1111|2049/i);
    expect(hostViewOf(erased).outcome).toEqual({ ...outcomeOf(done.session), savedCard: {} });
    expect(erased.terms).not.toHaveProperty('requestedCents');
  });

  test('tells the host once that it is settled, by a webhook that names no card', () => {
    const [event, ...others] = hostEventsOf(confirming.session, done.session);
    expect(others).toEqual([]);
    expect(event?.message).toMatchObject({ type: 'payment.settled', data: { status: 'saved', final: true, late: false } });
    expect(JSON.stringify(event).toLowerCase()).not.toContain(name.toLowerCase());
  });

  test.each([
    ['of no name', receiptOf('O', name, { paymentPlanId: name })],
    ['of a payment', { ...approved, saveOnFileTransactionId: name }],
    ['that InstaMed’s codes do not explain', receiptOf('?', name, card)],
  ])('is never saved by a receipt %s: a person is told, and the look-ups go on', (_name, receipt) => {
    const looking = confirming.next(found(receipt));
    expect([looking.session.status, outcomeOf(looking.session)]).toEqual(['unresolved', undefined]);
    expect(looking.session.notes).toMatchObject([{ code: 'undecided_receipt' }]);
    expect(looking.due('T1')).toMatchObject({ type: 'readReceipt' });
    expect(looking.next(found(saved)).session.status).toBe('saved');
  });

  test('is declined when InstaMed says so, and canceled when nothing was saved', () => {
    expect(outcomeOf(confirming.next(found(declined)).session)).toMatchObject({ status: 'declined', final: true });
    const canceled = open.next(cancelRequested).next(noReceipt());
    expect(outcomeOf(canceled.session)).toMatchObject({ status: 'canceled', final: false });
    expect(outcomeOf(canceled.session)).not.toHaveProperty('requestedAmount');
  });

  test('that was canceled and saved all the same is saved late, and stays so', () => {
    const canceled = open.next(cancelRequested).next(noReceipt());
    const late = canceled.next(found(saved));
    expect(outcomeOf(late.session)).toMatchObject({ status: 'saved', late: true, final: true });
    expect(hostEventsOf(canceled.session, late.session).map(({ message }) => message.type)).toEqual(['payment.completed_late']);
    expect(late.session.notes).toEqual([]);
  });

  test('of which InstaMed reports a sale wants a person', () => {
    const hint = { token: 'T1', transactionId: 'f'.repeat(32), transactionAction: 'Sale', statusCode: 'C' };
    for (const story of [open, done])
      expect(story.next({ type: 'paymentHinted', hint }).session.notes).toMatchObject([{ code: 'orphan_payment' }]);
    expect(open.next({ type: 'paymentHinted', hint: { ...hint, statusCode: 'O' } }).session.notes).toEqual([]);
  });
});

describe('beside another session for the same patient’s card', () => {
  const policy = { mode: 'join', recentlyPaidMs: 600_000 } as const;
  const other = createSession({ ...asked, id: 'ps_0000000000000000000002', createdAtMs: done.atMs + 1 })[0];
  const canceled = open.next(cancelRequested).next(noReceipt());

  test('a live one is joined, and one that is over for its page stands in nobody’s way', () => {
    expect(judgeDuplicate(other, [open.session], policy).type).toBe('joined');
    expect([done, canceled, confirming.next(found(declined))].map(({ session }) => judgeDuplicate(other, [session], policy).type)).toEqual([
      'create',
      'create',
      'create',
    ]);
  });
});
