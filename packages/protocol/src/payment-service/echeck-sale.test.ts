import { describe, expect, test } from 'vitest';
import { judgeReceipt } from '../receipt/judge.ts';
import { findChild } from '../xml/document.ts';
import { readEnvelope } from '../soap/envelope.ts';
import { encodeSoapFault } from '../soap/fault.ts';
import { encodeSoapECheckSale, isRoutingNumber, readSoapECheckSaleResponse, type ECheckSaleRequest } from './echeck-sale.ts';
import { paymentServiceNamespace } from './service.ts';

const sale: ECheckSaleRequest = {
  merchantId: '6011000551245',
  storeId: '001',
  terminalId: '002',
  account: {
    routingNumber: '021000021',
    accountNumber: '000123456789',
    accountType: 'Checking',
    holderFirstName: 'Mary',
    holderLastName: "O'Brien <&>",
  },
  patient: { id: 'P-1', lastName: 'Smith' },
  requestedCents: 123_400,
  additionalInfo: { 1: 'INV-1', 5: 'ps_1' },
  creditEffectiveOffset: 0,
  debitEffectiveOffset: 1,
};
const code = (wanted: string) => expect.objectContaining({ code: wanted });

const answer = (fields: string, operation = 'DoECheckAuthAndCapt', namespace = paymentServiceNamespace) =>
  '<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Body>' +
  `<${operation}Response xmlns="${namespace}"><${operation}Result>${fields}</${operation}Result></${operation}Response></E:Body></E:Envelope>`;
const id = 'EE52401813A74328AAA7D93319FF4383';
const whole = (status: string, responseCode: string) =>
  `<TransactionID>${id}</TransactionID><TransactionStatus>${status}</TransactionStatus><AuthorizationNumber>A1B2C3</AuthorizationNumber>` +
  `<ResponseCode>${responseCode}</ResponseCode><ResponseMessage>APPROVAL</ResponseMessage><PrimaryTransactionID>${id}</PrimaryTransactionID>`;

describe('the request', () => {
  test.each(['1.1', '1.2'] as const)('by SOAP %s has its elements in the order of the schema', (version) => {
    const call = encodeSoapECheckSale(version, sale);
    const { content } = readEnvelope(call.body);
    expect([content.namespace, content.local]).toEqual([paymentServiceNamespace, 'DoECheckAuthAndCapt']);
    const transaction = findChild(content, paymentServiceNamespace, 'transaction');
    expect(transaction?.children.map(({ local, text }) => [local, text])).toEqual([
      ['MerchantID', '6011000551245'],
      ['StoreID', '001'],
      ['TerminalID', '002'],
      ['AccountNumber', '000123456789'],
      ['RoutingNumber', '021000021'],
      ['AccountType', 'Checking'],
      ['CheckHolderFirstName', 'Mary'],
      ['CheckHolderLastName', "O'Brien <&>"],
      ['Patient', ''],
      ['AdditionalInfo1', 'INV-1'],
      ['AdditionalInfo5', 'ps_1'],
      ['Amount', '1234.00'],
      ['CreditEffectiveOffset', '0'],
      ['DebitEffectiveOffset', '1'],
      ['IsARC', 'false'],
    ]);
    expect(transaction?.children[8]?.children.map(({ local, text }) => [local, text])).toEqual([
      ['PatientID', 'P-1'],
      ['PatientLastName', 'Smith'],
    ]);
    expect(JSON.stringify(call.headers)).not.toMatch(/021000021|123456789/);
  });

  test.each([
    ['a routing number that does not check', { routingNumber: '021000022' }],
    ['a short routing number', { routingNumber: '02100002' }],
    ['an account number of letters', { accountNumber: '12AB5678' }],
    ['no account number', { accountNumber: '' }],
    ['an element in the account number', { accountNumber: '1234</AccountNumber>' }],
    ['too long an account number', { accountNumber: '1'.repeat(18) }],
  ])('of %s is never written, and nobody is told the number', (_, change) => {
    const write = () => encodeSoapECheckSale('1.1', { ...sale, account: { ...sale.account, ...change } });
    expect(write).toThrow(expect.objectContaining({ code: 'ERR_BANK_ACCOUNT', details: {} }));
  });

  test('of a name that XML cannot carry is never written', () => {
    expect(() => encodeSoapECheckSale('1.1', { ...sale, account: { ...sale.account, holderFirstName: '\u0000' } })).toThrow(
      code('ERR_XML_CHARACTER'),
    );
  });
});

describe('a routing number', () => {
  test.each(['021000021', '011401533', '091000019', '000000000'])('%s checks', (text) => expect(isRoutingNumber(text)).toBe(true));

  test('with one digit changed, or two different neighbours changed over, does not check', () => {
    const good = '021000089';
    expect(isRoutingNumber(good)).toBe(true);
    for (let at = 0; at < 9; at += 1) {
      for (let digit = 0; digit < 10; digit += 1) {
        const changed = `${good.slice(0, at)}${digit}${good.slice(at + 1)}`;
        expect([changed, isRoutingNumber(changed)]).toEqual([changed, changed === good]);
      }
    }
    expect(isRoutingNumber('201000089')).toBe(false);
  });

  test.each(['', '02100002', '0210000210', '02100002a', '٠٢١٠٠٠٠٢١', ' 021000021', '021000021\n'])('%j is none', (text) =>
    expect(isRoutingNumber(text)).toBe(false),
  );
});

describe('the answer', () => {
  test.each([
    ['C', '000', 'approved'],
    ['D', '051', 'declined'],
    ['D', '010', 'declined'],
    ['C', '010', 'unknown'],
    ['Q', '000', 'unknown'],
  ])('of status %s and code %s is %s', (status, responseCode, verdict) => {
    const read = readSoapECheckSaleResponse(answer(whole(status, responseCode)));
    expect(read).toMatchObject({ type: 'sold', receipt: { transactionId: id, tender: 'check', responseCode } });
    expect(read.type === 'sold' && judgeReceipt(read.receipt, 12_500).type).toBe(verdict);
  });

  test.each(['1.1', '1.2'] as const)('that is a fault by SOAP %s says nothing of what was done', (version) => {
    for (const faultCode of ['client', 'server'] as const)
      expect(readSoapECheckSaleResponse(encodeSoapFault(version, { code: faultCode, reason: 'sentinel' }).body)).toEqual({ type: 'error' });
  });

  test.each<[string, string, string]>([
    ['no id', answer('<TransactionStatus>C</TransactionStatus>'), 'ERR_RECEIPT_FIELD'],
    ['no status', answer(`<TransactionID>${id}</TransactionID>`), 'ERR_RECEIPT_FIELD'],
    ['an id of another form', answer(whole('C', '000').replace(id, 'abc')), 'ERR_RECEIPT_FIELD'],
    ['a code of another form', answer(whole('C', '0')), 'ERR_RECEIPT_FIELD'],
    ['a status twice', answer(`${whole('C', '000')}<TransactionStatus>D</TransactionStatus>`), 'ERR_SOAP_FIELD'],
    ['elements in its status', answer(whole('<a/>', '000')), 'ERR_SOAP_FIELD'],
    ['nothing', answer(''), 'ERR_RECEIPT_UNRECOGNISED'],
    ['another operation', answer(whole('C', '000'), 'DoECheckCredit'), 'ERR_SOAP_RESULT_MISSING'],
    ['another namespace', answer(whole('C', '000'), undefined, 'http://evil.example/'), 'ERR_SOAP_RESULT_MISSING'],
    ['a cut', answer(whole('C', '000')).slice(0, -30), 'ERR_XML_NOT_WELL_FORMED'],
  ])('that holds %s is refused', (_, body, wanted) => {
    expect(() => readSoapECheckSaleResponse(body)).toThrow(code(wanted));
  });
});
