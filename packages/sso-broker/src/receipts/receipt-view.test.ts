import { Receipt } from '@collect-payment/contract';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { approved, declined, partiallyApproved, receiptOf } from '../../test/session/receipts.ts';
import { cancelRequested, confirming, found, noReceipt, open, Story } from '../../test/session/story.ts';
import { terms } from '../../test/session/terms.ts';
import { eraseSession } from '../session/erase-session.ts';
import { createSession } from '../session/transition.ts';
import { receiptViewOf } from './receipt-view.ts';

const full = receiptOf('C', 'a1', {
  primaryTransactionId: 'a1',
  responseMessage: 'APPROVAL',
  authorizationNumber: 'A3807B',
  authorizationText: 'I AGREE TO PAY THE ABOVE AMOUNT ACCORDING TO MY CARD HOLDER AGREEMENT.',
  transactionDate: '2026-11-20T20:37:21.523Z',
  cardBrand: 'VISA',
  cardType: 'Credit',
  cardExpirationMonth: 6,
  cardExpirationYear: 2027,
  cardHolderName: 'ADA O’BRIEN',
  entryMode: 'Swiped',
  signatureRequired: true,
  saveOnFileTransactionId: 'b2',
  emv: { applicationIdentifier: 'A0000000031010', verifiedByPin: false },
});

test('a receipt whose session was erased shows what was paid, and nobody', () => {
  const { session } = new Story(createSession({ ...terms, invoice: 'INV-7' })).launch('L1', 'T1').next(found(full));
  const view = receiptViewOf(eraseSession(session), 'Riverside Clinic');
  expect([...Value.Errors(Receipt, view)]).toEqual([]);
  expect(view).toEqual({
    transactionId: 'a1',
    primaryTransactionId: 'a1',
    transactionStatus: 'C',
    responseCode: '000',
    requestedAmount: { value: '125.00', currency: 'USD' },
    approvedAmount: { value: '125.00', currency: 'USD' },
    approvedAmountSource: 'requested',
    tender: 'card',
    signatureRequired: true,
    merchantName: 'Riverside Clinic',
  });
});

test('a receipt shows what InstaMed said and what the host had asked for', () => {
  const story = new Story(createSession({ ...terms, invoice: 'INV-7' })).launch('L1', 'T1').next(found(full));
  const view = receiptViewOf(story.session, 'Riverside Clinic');
  expect([...Value.Errors(Receipt, view)]).toEqual([]);
  expect(view).toEqual({
    transactionId: 'a1',
    primaryTransactionId: 'a1',
    transactionStatus: 'C',
    responseCode: '000',
    responseMessage: 'APPROVAL',
    authorizationNumber: 'A3807B',
    authorizationText: 'I AGREE TO PAY THE ABOVE AMOUNT ACCORDING TO MY CARD HOLDER AGREEMENT.',
    transactionDate: '2026-11-20T20:37:21.523Z',
    requestedAmount: { value: '125.00', currency: 'USD' },
    approvedAmount: { value: '125.00', currency: 'USD' },
    approvedAmountSource: 'requested',
    tender: 'card',
    card: {
      brand: 'VISA',
      type: 'Credit',
      lastFour: '1111',
      expirationMonth: 6,
      expirationYear: 2027,
      holderName: 'ADA O’BRIEN',
      entryMode: 'Swiped',
    },
    emv: { applicationIdentifier: 'A0000000031010', verifiedByPin: false },
    signatureRequired: true,
    saveOnFileTransactionId: 'b2',
    patientId: 'MRN-1',
    patientName: "Ada O'Brien",
    invoice: 'INV-7',
    merchantName: 'Riverside Clinic',
  });
});

const device = { name: 'DynaFlex', serialNumber: 'B5A1F2C', firmwareVersion: '1.0.7' };
const told = { name: 'Lane/3000', serialNumber: 'L3', firmwareVersion: '2' };
const readBy = (changes: object, named: object = { device }) =>
  receiptViewOf(new Story(createSession({ ...terms, ...named })).launch('L1', 'T1').next(found({ ...full, ...changes })).session)?.device;

test('a receipt names the reader that the host had named, where InstaMed says that a card was read', () => {
  expect(readBy({ entryMode: 'Chip' })).toEqual(device);
  expect(readBy({ entryMode: 'KEYED' })).toBeUndefined();
  expect(readBy({ entryMode: 'Swiped', tender: 'cash' })).toBeUndefined();
  expect(readBy({}, {})).toBeUndefined();
});

test('a reader that InstaMed names goes before the one that the host had named', () => {
  expect(readBy({ entryMode: 'Chip', device: told })).toEqual(told);
  expect(readBy({ device: told }, {})).toEqual(told);
});

test('what is not known is absent', () => {
  const cash = { transactionId: 'a1', transactionStatus: 'C', tender: 'cash', signatureRequired: false } as const;
  const story = new Story(createSession({ ...terms, patient: { id: 'MRN-1' } })).launch('L1', 'T1').next(found(cash));
  expect(receiptViewOf(story.session)).toEqual({
    ...cash,
    requestedAmount: { value: '125.00', currency: 'USD' },
    approvedAmount: { value: '125.00', currency: 'USD' },
    approvedAmountSource: 'requested',
    patientId: 'MRN-1',
  });
});

test('a partial approval shows both amounts, a decline only the requested one', () => {
  expect(receiptViewOf(confirming.next(found(partiallyApproved)).session)).toMatchObject({
    requestedAmount: { value: '125.00' },
    approvedAmount: { value: '80.00' },
  });
  const refused = receiptViewOf(confirming.next(found(declined)).session);
  expect(refused).toMatchObject({ requestedAmount: { value: '125.00' }, transactionStatus: 'D' });
  expect(refused).not.toHaveProperty('approvedAmount');
});

test('a session without a receipt shows none', () => {
  expect(receiptViewOf(confirming.session)).toBeUndefined();
  expect(receiptViewOf(open.next(cancelRequested).next(noReceipt()).session)).toBeUndefined();
  expect(receiptViewOf(confirming.next(found(approved)).session)).toBeDefined();
});
