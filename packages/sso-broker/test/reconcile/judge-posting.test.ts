import type { PostingRecord } from '@collect-payment/protocol';
import { describe, expect, test } from 'vitest';
import { judgePosting } from '../../src/reconcile/judge-posting.ts';
import { paymentRecordsOf } from '../../src/session/payment-record.ts';
import type { PaymentSession } from '../../src/session/session.ts';
import { ask, askRefund, paid, send, taken } from '../session/reversals.ts';
import { open } from '../session/story.ts';
import { terms } from '../session/terms.ts';

const sale: PostingRecord = {
  recordId: 'IMDPA12',
  merchantId: '6011000551245',
  storeId: '001',
  terminalId: '002',
  transactionType: 'CreditCard',
  transactionAction: 'AuthCapt',
  cents: 12_500,
  transactionId: 'A1',
  localTime: '2026-11-20T15:04:05',
  statusCode: 'C',
  additionalInfo: { 5: terms.id },
};
const paymentOf = (session: PaymentSession) => {
  const [payment] = paymentRecordsOf(session);
  return payment === undefined ? {} : { payment };
};
const voided = taken(send(ask(paid, 'v'), 'v'), 'v').session;
const refunded = taken(send(askRefund(paid, 'r', 500), 'r'), 'r', 'b2').session;

describe('a record of a payment that we know', () => {
  test.each(['A', 'C', 'S'])('matches in status %s, also when a part of it was refunded', (statusCode) => {
    for (const session of [paid.session, refunded])
      expect(judgePosting({ ...sale, statusCode }, paymentOf(session))).toEqual({ type: 'matched', transactionId: 'a1' });
  });

  test.each([
    [{ cents: 12_400 }, paid.session, { type: 'amount_differs', ours: '125.00', theirs: '124.00' }],
    [{ statusCode: 'V' }, paid.session, { type: 'status_differs', ours: 'captured', theirs: 'V' }],
    [{ statusCode: 'CB' }, paid.session, { type: 'status_differs', ours: 'captured', theirs: 'CB' }],
    [{ statusCode: 'D' }, paid.session, { type: 'status_differs', ours: 'captured', theirs: 'D' }],
    [{ statusCode: 'C' }, voided, { type: 'status_differs', ours: 'voided', theirs: 'C' }],
    [{ statusCode: 'V' }, voided, { type: 'matched' }],
  ] as const)('%j is compared by amount, then by status', (change, session, finding) => {
    expect(judgePosting({ ...sale, ...change }, paymentOf(session))).toMatchObject(finding);
  });
});

describe('a record of a payment that we do not know', () => {
  test('is missing here when it names a session of ours, and flagged when money was taken', () => {
    const about = { type: 'missing_here', transactionId: 'a1', sessionId: terms.id };
    expect(judgePosting(sale, { session: open.session })).toEqual({ ...about, theirs: '125.00 C', flagged: true });
    expect(judgePosting({ ...sale, statusCode: 'V' }, { session: open.session })).toMatchObject({ ...about, flagged: false });
    expect(judgePosting({ ...sale, statusCode: 'D' }, { session: open.session })).toEqual({ type: 'no_money' });
  });

  test('is somebody else’s when it names none', () => {
    expect(judgePosting(sale, {})).toEqual({ type: 'not_ours' });
  });
});

test('a refund matches by its own id, and is unknown when it is none of ours', () => {
  const credit = { ...sale, transactionAction: 'Credit', transactionId: 'B2', cents: 500 };
  expect(judgePosting(credit, { session: refunded })).toMatchObject({ type: 'matched' });
  expect(judgePosting({ ...credit, transactionId: 'C3' }, { session: refunded })).toMatchObject({
    type: 'unknown_refund',
    theirs: '5.00 C',
  });
  expect(judgePosting(credit, {})).toEqual({ type: 'not_ours' });
});
