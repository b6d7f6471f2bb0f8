import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeSavedCard } from './judge-saved-card.ts';
import type { InstaMedReceipt } from './receipt.ts';

const name = '3A1AB7A248524C6287FA79C6A26F7CA5';
const receiptOf = (transactionStatus: string, more: Partial<InstaMedReceipt> = {}): InstaMedReceipt => ({
  transactionId: name,
  primaryTransactionId: name,
  transactionStatus,
  tender: 'card',
  signatureRequired: false,
  saveOnFileTransactionId: name,
  ...more,
});

test.each([
  ['the status O and a name', receiptOf('O'), 'saved'],
  ['the status in small letters', receiptOf('o', { primaryTransactionStatus: 'O' }), 'saved'],
  ['the status O and no name', { ...receiptOf('O'), saveOnFileTransactionId: undefined as never }, 'unknown'],
  ['the status O and a payment plan only', receiptOf('O', { saveOnFileTransactionId: '', paymentPlanId: name }), 'unknown'],
  ['a name that is none of InstaMed’s', receiptOf('O', { saveOnFileTransactionId: '4111111111111111' }), 'unknown'],
  ['an approval, which may be a payment', receiptOf('C'), 'unknown'],
  ['a card that was authorised', receiptOf('A'), 'unknown'],
  ['a decline', receiptOf('D'), 'declined'],
  ['a cancel', receiptOf('X'), 'canceled'],
  ['a void', receiptOf('V'), 'unknown'],
  ['a card that was voided since', receiptOf('O', { primaryTransactionStatus: 'V' }), 'unknown'],
  ['a transaction that followed another', receiptOf('O', { primaryTransactionId: '0'.repeat(32) }), 'unknown'],
])('of %s the verdict is told by the status and the name alone', (_, receipt, verdict) => {
  expect(judgeSavedCard(receipt)).toEqual({ type: verdict });
});

test('whatever the texts and codes say, nothing but O with a name is a saved card', () => {
  const any = fc.record({
    transactionStatus: fc.oneof(fc.constantFrom('C', 'A', 'S', 'D', 'V', 'X', 'CB', 'SE', 'OK', ' O'), fc.string()),
    responseCode: fc.constantFrom('000', '010', '005'),
    responseMessage: fc.constantFrom('APPROVAL', 'SAVED', 'CARD SAVED ON FILE'),
  });
  fc.assert(
    fc.property(any, ({ transactionStatus, ...texts }) => {
      fc.pre(transactionStatus.toLowerCase() !== 'o');
      expect(judgeSavedCard(receiptOf(transactionStatus, texts)).type).not.toBe('saved');
    }),
  );
});
