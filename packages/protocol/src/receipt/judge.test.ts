import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeCents } from '../money.ts';
import { judgeReceipt } from './judge.ts';
import type { InstaMedReceipt } from './receipt.ts';

const requested = 12_500;
const judge = (receipt: Partial<InstaMedReceipt>) =>
  judgeReceipt(
    { transactionId: '0ca7530a86084b468fff132ab7f04491', transactionStatus: 'C', tender: 'card', signatureRequired: false, ...receipt },
    requested,
  );

test.each(['C', 'A', 'S', 'c'])('status %s is an approval of what was requested', (transactionStatus) => {
  expect(judge({ transactionStatus, responseCode: '000' })).toEqual({ type: 'approved', approvedCents: requested, source: 'requested' });
});

test.each([
  ['D', 'declined'],
  ['V', 'voided'],
  ['X', 'canceled'],
  ['CB', 'returned'],
  ['RI', 'returned'],
  ['SE', 'returned'],
  ['Z', 'unknown'],
  ['O', 'unknown'],
  ['Approved', 'unknown'],
  ['ſ', 'unknown'],
  ['', 'unknown'],
])('status %j is %s, whatever code, text and amount stand beside it', (transactionStatus, type) => {
  expect(judge({ transactionStatus, responseCode: '000', responseMessage: 'APPROVAL', partialApprovalCents: 100 })).toEqual({ type });
});

test('an approval stays one when its code and text say otherwise', () => {
  expect(judge({ responseCode: '005', responseMessage: 'DECLINED' })).toMatchObject({ type: 'approved', approvedCents: requested });
});

const partial = (approvedCents: number, source: string) => ({ type: 'partially_approved', approvedCents, source });

describe('a partial approval', () => {
  test('is worth its partialApprovalAmount, before any figure in the message', () => {
    expect(judge({ partialApprovalCents: 9_900, responseCode: '010', responseMessage: 'Partially Approved $1.00' })).toEqual(
      partial(9_900, 'partialApprovalAmount'),
    );
    expect(judge({ partialApprovalCents: 9_900, responseCode: '000' })).toEqual(partial(9_900, 'partialApprovalAmount'));
  });

  test.each([
    ['Partially Approved $1.00', 100],
    ['PARTIALLY APPROVED $99.00.', 9_900],
    ['Partially Approved $ 1.50', 150],
    ['Partially Approved $7', 700],
  ])('of code 010 is worth the figure in %j', (responseMessage, cents) => {
    expect(judge({ responseCode: '010', responseMessage })).toEqual(partial(cents, 'responseMessage'));
  });

  test('reads thousands commas', () => {
    const verdict = judgeReceipt(
      {
        transactionId: 'x',
        transactionStatus: 'C',
        tender: 'card',
        signatureRequired: false,
        responseCode: '010',
        responseMessage: 'Partially Approved $1,234.00',
      },
      200_000,
    );
    expect(verdict).toEqual(partial(123_400, 'responseMessage'));
  });

  test('as large as the whole is a full approval', () => {
    expect(judge({ partialApprovalCents: requested })).toEqual({
      type: 'approved',
      approvedCents: requested,
      source: 'partialApprovalAmount',
    });
    expect(judge({ responseCode: '010', responseMessage: 'Partially Approved $125.00' })).toEqual({
      type: 'approved',
      approvedCents: requested,
      source: 'responseMessage',
    });
  });

  test('larger than the whole is in doubt', () => {
    expect(judge({ partialApprovalCents: requested + 1 })).toEqual({ type: 'unknown' });
    expect(judge({ responseCode: '010', responseMessage: 'Partially Approved $125.01' })).toEqual({ type: 'unknown' });
  });

  test.each(['', 'Partially Approved', '1.00', '$0.00', '$1.00 of $2.00', '$1,00.00', '$1.234', '$01.00', '$12,34'])(
    'of code 010 whose message is %j is in doubt',
    (responseMessage) => {
      expect(judge({ responseCode: '010', responseMessage })).toEqual({ type: 'unknown' });
    },
  );

  test('of zero counts as not sent', () => {
    expect(judge({ partialApprovalCents: 0 })).toEqual({ type: 'approved', approvedCents: requested, source: 'requested' });
    expect(judge({ partialApprovalCents: 0, responseCode: '010', responseMessage: 'Partially Approved $1.00' })).toEqual(
      partial(100, 'responseMessage'),
    );
  });

  test('a figure without code 010 is only a text', () => {
    expect(judge({ responseCode: '000', responseMessage: 'Approved $1.00' })).toMatchObject({ type: 'approved', approvedCents: requested });
  });
});

test('no receipt is ever worth more than was requested, nor nothing', () => {
  const cents = fc.integer({ min: 0, max: 999_999_999 });
  const receipt = fc.record({
    transactionStatus: fc.constantFrom('C', 'A', 'O', 'S', 'D', 'V', 'X', 'CB', 'Q'),
    responseCode: fc.constantFrom('000', '010', '051'),
    responseMessage: fc.oneof(
      cents.map((value) => `Partially Approved $${encodeCents(value)}`),
      fc.string(),
    ),
    partialApprovalCents: fc.oneof(fc.constant(0), cents),
  });
  fc.assert(
    fc.property(receipt, (read) => {
      const verdict = judge(read);
      const approvedCents = 'approvedCents' in verdict ? verdict.approvedCents : 1;
      expect(approvedCents).toBeGreaterThan(0);
      expect(approvedCents).toBeLessThanOrEqual(requested);
      expect(verdict.type === 'partially_approved').toBe('approvedCents' in verdict && approvedCents < requested);
    }),
    { numRuns: 2_000 },
  );
});

test('a payment whose primary transaction is V was voided', () => {
  expect(judge({ primaryTransactionStatus: 'V' })).toEqual({ type: 'voided' });
});

test('the receipt of a later transaction says nothing of what was taken', () => {
  expect(judge({ primaryTransactionId: 'f'.repeat(32) })).toEqual({ type: 'unknown' });
});
