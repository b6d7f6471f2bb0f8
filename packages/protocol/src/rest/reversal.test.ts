import { describe, expect, test } from 'vitest';
import { judgeSimpleRefund, judgeVoid } from '../reversal/judge.ts';
import { encodeRestSimpleRefund, encodeRestVoid, readRestReversalResponse } from './reversal.ts';

const payment = 'EE52401813A74328AAA7D93319FF4383';
const refund = '3A1AB7A248524C6287FA79C6A26F7CA5';
const outlet = { merchantId: '6011000551245', storeId: '001', terminalId: '002' };
const approved = { TransactionID: refund, TransactionStatus: 'C', ResponseCode: '000', ResponseMessage: 'APPROVAL' };
const declined = { TransactionID: refund, TransactionStatus: 'D', ResponseCode: '012', ResponseMessage: 'INVALID TRANSACTION' };
const read = (answer: unknown) => readRestReversalResponse(Buffer.from(JSON.stringify(answer)));
const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe('the request', () => {
  test('of a void names the outlet, leading zeros and all, and the payment', () => {
    const { path, body } = encodeRestVoid({ ...outlet, primaryTransactionId: payment });
    expect([path, JSON.parse(body)]).toEqual([
      '/payment/void',
      { Outlet: { MerchantID: '6011000551245', StoreID: '001', TerminalID: '002' }, TransactionID: payment },
    ]);
  });

  test.each([
    [1, '0.01'],
    [10, '0.10'],
    [1_999, '19.99'],
    [123_400, '1234.00'],
    [999_999_999, '9999999.99'],
  ])('of a refund of %i cents says the text %s', (cents, text) => {
    const { path, body } = encodeRestSimpleRefund({ ...outlet, primaryTransactionId: payment, cents });
    expect([path, JSON.parse(body).Amount]).toEqual(['/payment/refund-simple', text]);
  });

  test.each([-1, 0.5, 2 ** 53, Number.NaN])('of a refund of %d cents is never written', (cents) => {
    expect(() => encodeRestSimpleRefund({ ...outlet, primaryTransactionId: payment, cents })).toThrow(code('ERR_MONEY_FORMAT'));
  });
});

describe('the answer', () => {
  test('of a refund that was approved under an id of its own is that it was taken', () => {
    expect(judgeSimpleRefund(read(approved), payment)).toEqual({ type: 'taken', transactionId: refund });
    expect(judgeSimpleRefund(read({ ...approved, TransactionID: payment }), payment)).toEqual({ type: 'doubt' });
  });

  test('of a void that was approved tells nothing of the payment, so its receipt has to', () => {
    expect(judgeVoid(read(approved), payment)).toEqual({ type: 'doubt', approved: true });
    expect(judgeVoid(read({ ...approved, PrimaryTransactionStatus: 'V' }), payment)).toEqual({ type: 'taken' });
    expect(judgeVoid(read({ ...approved, PrimaryTransactionStatus: 'C' }), payment)).toEqual({ type: 'doubt' });
  });

  test('of a decline is a refusal by its code and status, whatever its text', () => {
    for (const ResponseMessage of ['APPROVED', '', 'VOIDED']) {
      const refused = { type: 'refused', responseCode: '012', fundsTransferred: false };
      expect(judgeVoid(read({ ...declined, ResponseMessage }), payment)).toEqual(refused);
      expect(judgeSimpleRefund(read({ ...declined, ResponseMessage }), payment)).toEqual(refused);
    }
  });

  test('about another payment decides nothing', () => {
    expect(judgeSimpleRefund(read({ ...approved, PrimaryTransactionID: '0'.repeat(32) }), payment)).toEqual({ type: 'doubt' });
  });

  test('may hold what is nested, null or unknown beside what decides', () => {
    const Outlet = { MerchantID: '1', Deeper: [{ TransactionStatus: 'D' }] };
    expect(
      judgeSimpleRefund(read({ Outlet, Card: null, PartialApprovalAmount: 1.5, IsPartiallyApproved: false, ...approved }), payment).type,
    ).toBe('taken');
  });

  test.each<[string, string, string]>([
    ['no JSON', '<html>', 'ERR_REST_NOT_JSON'],
    ['nothing', '', 'ERR_REST_NOT_JSON'],
    ['a list', '[]', 'ERR_REST_NOT_JSON'],
    ['a text', '"approved"', 'ERR_REST_NOT_JSON'],
    ['something else', '{"Message":"Invalid"}', 'ERR_REVERSAL_UNRECOGNISED'],
    ['a cut', JSON.stringify(approved).slice(0, -1), 'ERR_REST_NOT_JSON'],
    ['a name twice', '{"TransactionStatus":"D","ResponseCode":"000","TransactionStatus":"C"}', 'ERR_REST_DUPLICATE_NAME'],
    ['a nested name twice', '{"A":{"b":1,"b":2},"TransactionStatus":"C","ResponseCode":"000"}', 'ERR_REST_DUPLICATE_NAME'],
    ['a name in two spellings', '{"TransactionStatus":"D","ResponseCode":"000","transactionstatus":"C"}', 'ERR_NVP_DUPLICATE_NAME'],
    ['no status', '{"ResponseCode":"000"}', 'ERR_REVERSAL_FIELD'],
    ['a code that is a number', '{"ResponseCode":0,"TransactionStatus":"C"}', 'ERR_REVERSAL_FIELD'],
    ['a status of an object', '{"ResponseCode":"000","TransactionStatus":{"toString":"C"}}', 'ERR_REVERSAL_FIELD'],
    ['nesting without end', `{"A":${'['.repeat(60_000)}`, 'ERR_REST_NOT_JSON'],
    ['too much', `{"A":"${'x'.repeat(70_000)}"}`, 'ERR_REST_TOO_LARGE'],
  ])('that is or holds %s is refused', (_, body, wanted) => {
    expect(() => readRestReversalResponse(Buffer.from(body))).toThrow(code(wanted));
    expect(() => readRestReversalResponse(body)).toThrow(code(wanted));
  });

  test('that is nested deeply and closed is read all the same', () => {
    const depth = 20_000;
    const body = `{"A":${'['.repeat(depth)}${']'.repeat(depth)},"ResponseCode":"000","TransactionStatus":"C"}`;
    expect(readRestReversalResponse(body)).toMatchObject({ responseCode: '000' });
  });

  test('that is not UTF-8 is refused', () => {
    expect(() => readRestReversalResponse(Uint8Array.of(0x7b, 0xff, 0x7d))).toThrow(code('ERR_REST_NOT_JSON'));
  });
});
