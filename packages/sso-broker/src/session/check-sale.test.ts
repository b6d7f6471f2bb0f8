import { describe, expect, it } from 'vitest';
import { approved, receiptOf } from '../../test/session/receipts.ts';
import { Story, found, launched, noReceipt } from '../../test/session/story.ts';
import { terms } from '../../test/session/terms.ts';
import { attentionItemsOf } from './attention-item.ts';
import { isUnseenSale } from './check-sale.ts';
import { hostEventsOf } from './host-event.ts';
import type { PaymentHint } from './session-event.ts';
import { createSession } from './transition.ts';
import { isOver } from './watches.ts';

const sale = { tender: 'check' } as const;
const intended = new Story(createSession({ ...terms, tender: 'check' }))
  .next({ type: 'launchRequested', launchId: 'L1', display: 'popup', sale })
  .next(launched())
  .next({ type: 'saleIntended', token: 'T1', by: sale });
const lose = (given: 'up' | 'time') => ({ type: 'saleAnswerLost', token: 'T1', given }) as const;
const lost = intended.next(lose('up'));
const id = 'a'.repeat(32);
const hint = (change: Partial<PaymentHint> = {}) =>
  ({
    type: 'paymentHinted',
    hint: { transactionId: id, transactionAction: 'Sale', statusCode: 'C', checkCents: terms.requestedCents, ...change },
  }) as const;
const codes = ({ session }: Story) => session.notes.map(({ code }) => code);
const posted = { transactionAction: 'AuthCapt' };

describe('the sale of an eCheck', () => {
  it('keeps nothing of the account', () => {
    expect(intended.session.sale).toMatchObject({ tender: 'check' });
    expect(JSON.stringify(intended.session)).not.toMatch(/routing|account/i);
  });

  it('is settled by its own answer', () => {
    expect(intended.next(found(approved)).session).toMatchObject({ status: 'approved', late: false });
  });

  it('whose answer is lost is in doubt at once, wants a person once, and is never called unpaid', () => {
    expect(lost.session).toMatchObject({ status: 'unresolved', watches: [{ stage: 'ended', evidence: 'used' }] });
    expect(attentionItemsOf(intended.session, lost.session)).toMatchObject([{ reason: 'sale_unresolved' }]);
    expect(isOver(lost.session)).toBe(false);
    expect(lost.next(lose('time')).session).toBe(lost.session);
  });

  it('has nothing to look for by its token, as a card’s has', () => {
    expect(isUnseenSale(intended.session, 'T1')).toBe(true);
    expect(isUnseenSale(lost.session, 'T1')).toBe(true);
    // Nothing was sold: its token may be paid on, for all that InstaMed knows.
    expect(isUnseenSale(intended.next({ type: 'saleRefused', token: 'T1' }).session, 'T1')).toBe(false);
  });

  it('that its caller died over is lost when any answer must have come, and not a moment before', () => {
    const early = intended.next(lose('time'), 29_999);
    expect(early.session.status).toBe('confirming');
    expect(early.due('T1')).toMatchObject({ type: 'readReceipt', dueAtMs: intended.atMs + 30_000 });
    expect(intended.next(lose('time'), 30_000).session.status).toBe('unresolved');
  });

  it('is settled by its own answer, though that comes late', () => {
    const settled = lost.next(found(approved));
    expect(settled.session).toMatchObject({ status: 'approved', late: true });
    expect(settled.next(hint({ transactionId: approved.transactionId })).session.notes).toEqual(settled.session.notes);
  });

  it('whose answer decides nothing stays in doubt', () => {
    const undecided = intended.next(found(receiptOf('Q', id)));
    expect(undecided.session.status).toBe('unresolved');
    const given = undecided.next(lose('time'), 30_000);
    expect(given.session).toMatchObject({ status: 'unresolved', watches: [{ stage: 'ended', evidence: 'used' }] });
    expect(undecided.next(hint()).session.status).toBe('approved');
  });

  it.each([
    ['C', 'approved'],
    ['A', 'approved'],
    ['S', 'approved'],
    ['D', 'declined'],
    ['X', 'canceled'],
    ['V', 'canceled'],
    ['RI', 'failed'],
  ])('is settled by InstaMed’s webhook of %s, as %s, and late', (statusCode, status) => {
    const told = lost.next(hint({ statusCode }));
    expect(told.session).toMatchObject({ status, late: true, found: { receipt: { transactionId: id, tender: 'check' } } });
    expect(hostEventsOf(lost.session, told.session)).toHaveLength(1);
  });

  it.each([
    ['C', 'approved'],
    ['D', 'declined'],
  ])('is settled by the posting file’s %s, as %s', (statusCode, status) => {
    expect(lost.next(hint({ ...posted, statusCode })).session.status).toBe(status);
  });

  it.each<[string, Partial<PaymentHint>]>([
    ['another amount', { checkCents: terms.requestedCents - 1 }],
    ['a status that nobody knows', { statusCode: 'QQ' }],
    ['an id of another form', { transactionId: 'abc' }],
  ])('is not settled by a webhook with %s: a person is told', (_, change) => {
    const told = lost.next(hint(change));
    expect([told.session.status, codes(told)]).toEqual(['unresolved', ['sale_unresolved', 'orphan_payment']]);
    expect(told.next(hint(change)).session).toBe(told.session);
  });

  it('is not settled by a webhook about another tender', () => {
    const { checkCents: _, ...other } = hint().hint;
    const told = lost.next({ type: 'paymentHinted', hint: other });
    expect([told.session.status, codes(told)]).toEqual(['unresolved', ['sale_unresolved', 'orphan_payment']]);
  });

  it('is not settled by a webhook about another sign-on’s token', () => {
    const told = lost.next(hint({ token: 'T9' }));
    expect([told.session.status, codes(told)]).toEqual(['unresolved', ['sale_unresolved', 'orphan_payment']]);
  });

  it('is not settled by a refund under its id', () => {
    const told = lost.next(hint({ transactionAction: 'Refund' }));
    expect([told.session.status, codes(told)]).toEqual(['unresolved', ['sale_unresolved', 'orphan_payment']]);
  });

  it('is not settled by a webhook while its own answer may come', () => {
    expect(intended.next(hint()).session).toBe(intended.session);
  });

  it('that is settled is told of again without news; another payment under its id is a second one', () => {
    const settled = lost.next(hint());
    expect(settled.next(hint()).session).toBe(settled.session);
    expect(settled.next(hint(posted)).session).toBe(settled.session);
    expect(codes(settled.next(hint({ transactionId: 'b'.repeat(32) })))).toEqual(['sale_unresolved', 'second_payment']);
  });

  it('that was voided afterwards is reported so', () => {
    const voided = lost.next(hint()).next(hint({ statusCode: 'V' }));
    expect(voided.session).toMatchObject({ status: 'approved', reports: [{ type: 'voided' }] });
  });

  it('does not change what a card’s lost answer is: looked for by its token', () => {
    const card = new Story(createSession({ ...terms, tender: 'cash' }))
      .next({ type: 'launchRequested', launchId: 'L1', display: 'popup', sale: { tender: 'cash' } })
      .next(launched())
      .next({ type: 'saleIntended', token: 'T1', by: { tender: 'cash' } });
    expect(isUnseenSale(card.session, 'T1')).toBe(false);
    expect(card.next(lose('up')).session).toBe(card.session);
    expect(card.next(noReceipt(), 30_000).session.status).toBe('confirming');
    expect(card.next(hint()).session.status).toBe('confirming');
  });
});
