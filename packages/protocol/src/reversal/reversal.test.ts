import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeNvp } from '../nvp/decode.ts';
import { encodeNvp } from '../nvp/encode.ts';
import { readReversalResponse } from './answer.ts';
import { judgeSimpleRefund, judgeVoid, readEvidence, readRefundPage } from './judge.ts';
import { encodeSimpleRefundRequest, encodeVoidRequest } from './request.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, `../../test/fixtures/nvp/${name}.txt`));
const refusal = (code: string, details: object = {}) => expect.objectContaining({ code, details });

const payment = 'EE52401813A74328AAA7D93319FF4383';
const refund = '3A1AB7A248524C6287FA79C6A26F7CA5';
const outlet = { merchantId: '123123123', storeId: '123', terminalId: '123' };
const write = (fields: Readonly<Record<string, string>>) => encodeNvp(Object.entries(fields));
const voided = {
  responseCode: '000',
  responseMessage: 'APPROVED',
  transactionStatus: 'C',
  primaryTransactionID: payment,
  primaryTransactionStatus: 'V',
};
const refunded = {
  responseCode: '000',
  responseMessage: 'APPROVAL',
  transactionStatus: 'C',
  primaryTransactionID: payment,
  transactionID: refund,
};
const declined = { responseCode: '012', transactionStatus: 'D', primaryTransactionID: payment };

const judgedVoid = (fields: Readonly<Record<string, string>>) => judgeVoid(readReversalResponse(write(fields)), payment);
const judgedRefund = (fields: Readonly<Record<string, string>>) => judgeSimpleRefund(readReversalResponse(write(fields)), payment);

describe('the request', () => {
  test('of a void is the documented one', () => {
    const body = encodeVoidRequest({ ...outlet, primaryTransactionId: payment });
    expect([...decodeNvp(body).entries()]).toEqual([...decodeNvp(fixture('void-request')).entries()]);
  });

  test('of a refund names its amount with two decimals and no comma', () => {
    const fields = decodeNvp(encodeSimpleRefundRequest({ ...outlet, primaryTransactionId: payment, cents: 123_400 }));
    expect([fields.get('transactionAction'), fields.get('amount')]).toEqual(['SimpleRefund', '1234.00']);
    expect(fields.get('primaryTransactionID')).toBe(payment);
  });
});

describe('the answer', () => {
  test('of the documented void is that it was taken', () => {
    const answer = readReversalResponse(fixture('void-response'));
    expect(answer).toMatchObject({ type: 'answered', responseCode: '000', transactionStatus: 'C', primaryTransactionStatus: 'V' });
    expect(judgeVoid(answer, payment)).toEqual({ type: 'taken' });
  });

  test.each(['APPROVED', 'VOIDED', 'DECLINED', ''])('of a void does not depend on the text %o', (responseMessage) => {
    expect(judgedVoid({ ...voided, responseMessage })).toEqual({ type: 'taken' });
    expect(judgedVoid({ ...declined, responseMessage })).toEqual({ type: 'refused', responseCode: '012', fundsTransferred: false });
  });

  test.each([
    ['whose payment is not V', { ...voided, primaryTransactionStatus: 'C' }],
    ['without the payment’s status', { ...declined, responseCode: '000', transactionStatus: 'C', responseMessage: 'VOIDED' }],
    ['about another payment', { ...voided, primaryTransactionID: refund }],
    ['that was declined while the payment is V', { ...declined, primaryTransactionStatus: 'V' }],
    ['with a code of approval and a status of decline', { ...declined, responseCode: '000' }],
    ['with a status that is not known', { ...voided, transactionStatus: 'P' }],
  ])('of a void %s is doubt', (_, fields) => {
    expect(judgedVoid(fields).type).toBe('doubt');
  });

  test('of a void that a funds transfer has beaten says so', () => {
    expect(judgedVoid({ ...declined, primaryTransactionStatus: 'S' })).toMatchObject({ type: 'refused', fundsTransferred: true });
  });

  test('of a refund has an id of its own', () => {
    expect(judgedRefund(refunded)).toEqual({ type: 'taken', transactionId: refund });
    expect(judgedRefund({ ...refunded, transactionID: payment.toLowerCase() })).toEqual({ type: 'doubt' });
    expect(judgedRefund({ ...refunded, primaryTransactionID: 'A'.repeat(32) })).toEqual({ type: 'doubt' });
    expect(judgedRefund(declined)).toEqual({ type: 'refused', responseCode: '012', fundsTransferred: false });
  });

  test('of the general error is doubt: it may come after the work', () => {
    const answer = readReversalResponse(fixture('error'));
    expect(answer).toEqual({ type: 'error', errorCode: '400' });
    expect([judgeVoid(answer, payment), judgeSimpleRefund(answer, payment)]).toEqual([{ type: 'doubt' }, { type: 'doubt' }]);
  });

  test.each([
    ['responseCode', { ...voided, responseCode: '0' }],
    ['transactionStatus', { responseCode: '000' }],
    ['primaryTransactionID', { ...voided, primaryTransactionID: payment.slice(1) }],
    ['primaryTransactionStatus', { ...voided, primaryTransactionStatus: 'V!' }],
    ['transactionID', { ...refunded, transactionID: 'x' }],
  ])('with a malformed %s is refused', (field, fields) => {
    expect(() => readReversalResponse(write(fields))).toThrow(refusal('ERR_REVERSAL_FIELD', { field }));
  });

  test('that is none is refused', () => {
    expect(() => readReversalResponse('a=b')).toThrow(refusal('ERR_REVERSAL_UNRECOGNISED'));
    expect(() => readReversalResponse(`${write(voided)}&primaryTransactionStatus=C`)).toThrow(
      refusal('ERR_NVP_DUPLICATE_NAME', { pair: 6 }),
    );
  });

  test.each([
    ['void', voided, judgeVoid],
    ['declined void', { ...declined, primaryTransactionStatus: 'C' }, judgeVoid],
    ['refund', refunded, judgeSimpleRefund],
    ['declined refund', declined, judgeSimpleRefund],
  ])('of a %s that is cut at any byte never tells another outcome than the whole one', (_, fields, judge) => {
    const body = write(fields);
    const whole = judge(readReversalResponse(body), payment).type;
    for (let length = 0; length < body.length; length += 1) {
      expect([whole, 'doubt', 'unreadable']).toContain(verdictOf(body.slice(0, length)));
    }

    function verdictOf(cut: string): string {
      try {
        return judge(readReversalResponse(cut), payment).type;
      } catch {
        return 'unreadable';
      }
    }
  });
});

describe('the receipt on the payment’s token', () => {
  const receipt = { transactionId: payment, transactionStatus: 'C', tender: 'card', signatureRequired: false } as const;

  test.each([
    ['by its own status', { ...receipt, transactionStatus: 'V' }],
    ['by the primary’s status', { ...receipt, primaryTransactionStatus: 'v' }],
    ['by a later transaction', { ...receipt, transactionId: refund, primaryTransactionId: payment, primaryTransactionStatus: 'V' }],
  ])('shows a void %s', (_, shown) => {
    expect(readEvidence(shown, payment)).toEqual({ type: 'voided' });
  });

  test('shows a payment that stands, and whether its funds were transferred', () => {
    expect(readEvidence(receipt, payment.toLowerCase())).toEqual({ type: 'standing', fundsTransferred: false });
    expect(readEvidence({ ...receipt, transactionStatus: 'S' }, payment)).toEqual({ type: 'standing', fundsTransferred: true });
  });

  test('shows a refund by its own id, and no amount', () => {
    const shown = { ...receipt, transactionId: refund, primaryTransactionId: payment };
    expect(readEvidence(shown, payment)).toEqual({ type: 'refund', transactionId: refund });
    expect(readEvidence({ ...shown, transactionStatus: 'D' }, payment)).toEqual({ type: 'nothing' });
  });

  test('of something else, or with a status that is not known, shows nothing', () => {
    expect(readEvidence({ ...receipt, transactionId: refund }, payment)).toEqual({ type: 'nothing' });
    expect(readEvidence({ ...receipt, transactionStatus: 'CB' }, payment)).toEqual({ type: 'nothing' });
  });
});

describe('the receipt on the token of the refund page', () => {
  const made = {
    transactionId: refund,
    primaryTransactionId: payment,
    transactionStatus: 'C',
    responseCode: '000',
    authorizationText: 'THE ABOVE AMOUNT HAS BEEN REFUNDED.',
    tender: 'card',
    signatureRequired: false,
  } as const;

  test('tells of a refund that was approved under an id of its own', () => {
    expect(readRefundPage(made, payment.toLowerCase())).toEqual({ type: 'refund', transactionId: refund });
    const { authorizationText: _, ...silent } = made;
    expect(readRefundPage(silent, payment)).toEqual({ type: 'refund', transactionId: refund });
  });

  test.each([
    ['the payment’s own id', { transactionId: payment }],
    ['another payment', { primaryTransactionId: refund }],
    ['a decline', { transactionStatus: 'D' }],
    ['a void', { transactionStatus: 'V' }],
    ['a code that is no approval', { responseCode: '010' }],
    ['the text of a sale', { authorizationText: 'I AGREE TO PAY THE ABOVE AMOUNT ACCORDING TO MY CARD HOLDER AGREEMENT.' }],
  ])('tells of none with %s, whatever its text says', (_, odd) => {
    expect(readRefundPage({ ...made, ...odd }, payment)).toEqual({ type: 'nothing' });
  });
});
