import { expect, test } from 'vitest';
import { approved, declined, receiptOf } from '../../test/session/receipts.ts';
import {
  cancelRequested,
  confirming,
  expired,
  found,
  launched,
  noReceipt,
  open,
  requested,
  Story,
  word,
} from '../../test/session/story.ts';
import { terms } from '../../test/session/terms.ts';
import { attentionItemsOf } from './attention-item.ts';
import { hostEventsOf } from './host-event.ts';

const told = (from: Story, to: Story) => hostEventsOf(from.session, to.session).map(({ message }) => message);
const types = (from: Story, to: Story) => told(from, to).map(({ type }) => type);

test('a settled payment is told by ids and words alone', () => {
  const settled = confirming.next(found(approved));
  const [event, ...others] = hostEventsOf(confirming.session, settled.session);
  expect(others).toEqual([]);
  expect(event).toEqual({
    id: `evt_${terms.id.slice(3)}_${settled.session.sequence}`,
    tenantId: 'clinic',
    sessionId: terms.id,
    atMs: settled.atMs,
    message: {
      type: 'payment.settled',
      timestamp: new Date(settled.atMs).toISOString(),
      data: { sessionId: terms.id, status: 'approved', sequence: settled.session.sequence, final: true, late: false, transactionId: 'a1' },
    },
  });
  expect(JSON.stringify(event)).not.toMatch(/Ada|Brien|MRN|125/);
});

test('a declined and a canceled payment are settled too', () => {
  expect(types(confirming, confirming.next(found(declined)))).toEqual(['payment.settled']);
  expect(types(new Story(), new Story().next(cancelRequested))).toEqual(['payment.settled']);
});

test('an expiry is told, and the payment found after it as completed late', () => {
  const read = open.at(900_000, word('expired'));
  expect(told(read, expired)).toMatchObject([{ type: 'payment.expired', data: { status: 'expired', final: false } }]);
  expect(told(expired, expired.next(found(approved)))).toMatchObject([
    { type: 'payment.completed_late', data: { status: 'approved', late: true } },
  ]);
});

test('an expiry is not told again when a second launch comes to nothing', () => {
  const again = expired.next(requested('L2'));
  expect(types(again, again.next({ type: 'launchFailed', launchId: 'L2' }))).toEqual([]);
});

test('doubt is told', () => {
  let story = confirming;
  const news: string[] = [];
  while (story.session.status === 'confirming') {
    const next = story.next(noReceipt(), 60_000);
    news.push(...types(story, next));
    story = next;
  }
  expect(news).toEqual(['payment.unresolved']);
  expect(types(story, story.next(found(approved)))).toEqual(['payment.completed_late']);
});

test('a payment after the cancel is told as late, and wants a person', () => {
  const canceled = open.next(cancelRequested).next(noReceipt());
  expect(canceled.session.status).toBe('canceled');
  const paid = canceled.next(found(approved));
  expect(told(canceled, paid)).toMatchObject([
    { type: 'payment.completed_late' },
    { type: 'payment.needs_attention', data: { reason: 'paid_after_cancel', transactionId: 'a1' } },
  ]);
  expect(hostEventsOf(canceled.session, paid.session).map(({ id }) => id.replace(/^evt_\w{22}/, ''))).toEqual([
    `_${paid.session.sequence}`,
    `_${paid.session.sequence}_2`,
  ]);
});

test('a second payment changes nothing but wants a person', () => {
  const paid = expired.launch('L2', 'T2').next(found(approved, 'T2'));
  const twice = paid.next(found(receiptOf('C', 'b2'), 'T1'));
  expect(told(paid, twice)).toMatchObject([{ type: 'payment.needs_attention', data: { reason: 'second_payment', transactionId: 'b2' } }]);
  const [item] = attentionItemsOf(paid.session, twice.session);
  expect(told(paid, twice)[0]?.data.attentionId).toBe(item?.id);
});

test('a lost launch wants a person once', () => {
  const launching = new Story().next(requested());
  const lost = launching.next({ type: 'launchRecoveryDue' }, 30_000);
  expect(attentionItemsOf(launching.session, lost.session)).toMatchObject([{ reason: 'launch_lost', sessionId: terms.id }]);
  expect(attentionItemsOf(lost.session, lost.launch('L2', 'T2').session)).toEqual([]);
});

test('what leads nowhere new is not told', () => {
  expect(types(new Story(), new Story().next(requested()))).toEqual([]);
  const launching = new Story().next(requested());
  expect(types(launching, launching.next(launched()))).toEqual([]);
  expect(types(open, open.next(word('new')))).toEqual([]);
  expect(types(open, confirming)).toEqual([]);
});
