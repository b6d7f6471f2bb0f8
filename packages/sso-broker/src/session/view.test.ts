import { PaymentSessionView } from '@collect-payment/contract';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { approved, declined, partiallyApproved, receiptOf, returned } from '../../test/session/receipts.ts';
import { cancelRequested, confirming, expired, found, noReceipt, open, requested, Story } from '../../test/session/story.ts';
import { terms } from '../../test/session/terms.ts';
import { createSession } from './transition.ts';
import { viewOf } from './view.ts';

const everyStatus = {
  created: new Story(),
  launching: new Story().next(requested()),
  open,
  confirming,
  unresolved: confirming.next(noReceipt(), 300_000),
  expired,
  approved: confirming.next(found(approved)),
  partially_approved: confirming.next(found(partiallyApproved)),
  declined: confirming.next(found(declined)),
  canceled: open.next(cancelRequested).next(noReceipt()),
  failed: confirming.next(found(returned)),
};

test.each(Object.entries(everyStatus))('the view of a session that is %s is what the contract says', (status, { session }) => {
  const view = viewOf(session);
  expect([...Value.Errors(PaymentSessionView, view)]).toEqual([]);
  expect(view.status).toBe(status);
});

test('a view says what the host asked for, in the words of the contract', () => {
  const [session] = createSession({ ...terms, metadata: { visit: '7' } });
  expect(viewOf(session)).toEqual({
    id: terms.id,
    status: 'created',
    sequence: 1,
    screen: 'simple-collect',
    sso: 'saml',
    amount: { value: '125.00', currency: 'USD' },
    createdAt: '1970-01-01T00:00:00.000Z',
    updatedAt: '1970-01-01T00:00:00.000Z',
    expiresAt: '1970-01-02T00:00:00.000Z',
    metadata: { visit: '7' },
  });
});

test('only an open session tells who has its page, by the number of the launch', () => {
  expect(viewOf(open.session)).toMatchObject({ opening: open.session.sequence });
  for (const { session } of Object.values(everyStatus).filter(({ session: { status } }) => status !== 'open'))
    expect(viewOf(session)).not.toHaveProperty('opening');
});

test('only an open session tells the end of its token', () => {
  expect(viewOf(open.session).tokenExpiresAt).toBe('1970-01-01T00:15:02.000Z');
  expect(viewOf(confirming.session)).not.toHaveProperty('tokenExpiresAt');
});

test.each(['created', 'launching', 'open', 'confirming', 'unresolved'] as const)('a session that is %s has no outcome', (status) => {
  expect(viewOf(everyStatus[status].session)).not.toHaveProperty('outcome');
});

test('a partial approval keeps the requested amount and tells the balance due', () => {
  expect(viewOf(everyStatus.partially_approved.session).outcome).toMatchObject({
    requestedAmount: { value: '125.00' },
    approvedAmount: { value: '80.00' },
    approvedAmountSource: 'partialApprovalAmount',
    balanceDue: { value: '45.00' },
  });
});

test('an approval takes the requested amount and owes nothing', () => {
  const { outcome } = viewOf(everyStatus.approved.session);
  expect(outcome).toMatchObject({
    approvedAmount: { value: '125.00' },
    approvedAmountSource: 'requested',
    transactionId: 'a1',
    responseCode: '000',
  });
  expect(outcome).not.toHaveProperty('balanceDue');
});

test.each(['declined', 'canceled', 'failed', 'expired'] as const)('a session that is %s has no approved amount', (status) => {
  expect(viewOf(everyStatus[status].session).outcome).not.toHaveProperty('approvedAmount');
});

test('no token, no patient and no address is in a view', () => {
  const text = Object.values(everyStatus)
    .map(({ session }) => JSON.stringify(viewOf(session)))
    .join();
  for (const secret of ['T1', 'MRN-1', 'Ada', "O'Brien", 'https:']) expect(text).not.toContain(secret);
});

test('a response code that InstaMed did not send is absent', () => {
  const { responseCode: _, ...receipt } = receiptOf('D');
  expect(viewOf(confirming.next(found(receipt)).session).outcome).not.toHaveProperty('responseCode');
});
