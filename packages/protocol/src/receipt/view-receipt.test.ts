import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeNvp } from '../nvp/decode.ts';
import { encodeNvp } from '../nvp/encode.ts';
import { encodeViewReceiptRequest, readViewReceiptResponse } from './view-receipt.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, `../../test/fixtures/nvp/${name}.txt`));
const refusal = (code: string, details: object = {}) => expect.objectContaining({ code, details });

const transactionID = '3A1AB7A248524C6287FA79C6A26F7CA5';
const read = (fields: Readonly<Record<string, string>>) =>
  readViewReceiptResponse(encodeNvp(Object.entries({ responseCode: '000', transactionStatus: 'C', transactionID, ...fields })));
const bare = { transactionId: transactionID, transactionStatus: 'C', responseCode: '000', tender: 'unknown', signatureRequired: false };

const documented = {
  type: 'receipt',
  receipt: {
    transactionId: '0ca7530a86084b468fff132ab7f04491',
    primaryTransactionId: '0ca7530a86084b468fff132ab7f04491',
    transactionStatus: 'D',
    responseCode: '010',
    responseMessage: 'Partially Approved $1.00',
    authorizationNumber: 'A3807B',
    authorizationText: 'I AGREE TO PAY THE ABOVE AMOUNT ACCORDING TO MY CARD HOLDER AGREEMENT.',
    transactionDate: '2016-01-15T20:37:21.523Z',
    tender: 'card',
    cardBrand: 'VISA',
    lastFour: '1111',
    cardExpirationMonth: 6,
    cardExpirationYear: 2017,
    entryMode: 'Swiped',
    signatureRequired: false,
  },
};

test('the request is the documented one', () => {
  const sample = decodeNvp(fixture('view-receipt-request'));
  const [merchantId, storeId, terminalId, token] = ['merchantID', 'storeID', 'terminalID', 'singleSignOnToken'].map(
    (name) => sample.get(name) ?? '',
  );
  const body = encodeViewReceiptRequest({
    merchantId: merchantId ?? '',
    storeId: storeId ?? '',
    terminalId: terminalId ?? '',
    token: token ?? '',
  });
  expect([...decodeNvp(body).entries()]).toEqual([...sample.entries()]);
});

test('a request may ask for a token and allow a partial payment', () => {
  const outlet = { merchantId: '1', storeId: '001', terminalId: '002', token: 'a+/=' };
  const fields = decodeNvp(encodeViewReceiptRequest({ ...outlet, requestToken: true, allowPartialPayment: true }));
  expect([fields.get('requestToken'), fields.get('allowPartialPayment'), fields.get('storeID')]).toEqual(['true', 'true', '001']);
  expect(fields.get('singleSignOnToken')).toBe('a+/=');
});

test('the documented answer is read, printed plain or escaped', () => {
  const plain = fixture('view-receipt-response');
  expect(readViewReceiptResponse(plain)).toEqual(documented);
  expect(readViewReceiptResponse(encodeNvp(decodeNvp(plain, { form: 'as-documented' }).entries()))).toEqual(documented);
});

test('the documented error is no receipt', () => {
  expect(readViewReceiptResponse(fixture('error'))).toEqual({ type: 'no-receipt', errorCode: '400' });
});

test('an error is no receipt, whatever stands beside it', () => {
  expect(readViewReceiptResponse('errorMessage=none')).toEqual({ type: 'no-receipt', errorCode: undefined });
  expect(read({ errorCode: '400' })).toEqual({ type: 'no-receipt', errorCode: '400' });
  expect(read({ errorCode: '' })).toMatchObject({ type: 'receipt' });
});

test.each(['responseCode=000', 'IsEMVVerifiedByPIN=false&isEMVTransaction=false', 'transactionStatus=+&responseCode=000'])(
  'a receipt that has lost its status is doubt, never "no receipt": %s',
  (body) => {
    expect(() => readViewReceiptResponse(body)).toThrow(
      expect.objectContaining({ code: 'ERR_RECEIPT_FIELD', details: { field: 'transactionStatus' } }),
    );
  },
);

test('names and texts are kept to the letter, a blank one is absent', () => {
  const cardHolderName = ` O'Brien <&"> 李 +%41`;
  expect(read({ cardHolderName })).toEqual({ type: 'receipt', receipt: { ...bare, cardHolderName } });
  expect(read({ cardHolderName: ' ', userID: '', authorizationText: '  ' })).toEqual({ type: 'receipt', receipt: bare });
});

test('a reader is read where the receipt names one whole, and else left out', () => {
  const fields = { deviceName: 'DynaPro SC', deviceSerialNumber: '98DC2522081D0A0E', deviceFirmwareVersion: '30050851-D1-PCI' };
  const device = { name: 'DynaPro SC', serialNumber: '98DC2522081D0A0E', firmwareVersion: '30050851-D1-PCI' };
  expect(read(fields)).toEqual({ type: 'receipt', receipt: { ...bare, device } });
  for (const broken of [{ deviceName: ' ' }, { deviceSerialNumber: 'x'.repeat(51) }, { deviceFirmwareVersion: 'é' }])
    expect(read({ ...fields, ...broken })).toEqual({ type: 'receipt', receipt: bare });
});

test('a chip card’s tags are read under the names a receipt prints', () => {
  const tags = {
    isEMVTransaction: 'TRUE',
    IsEMVVerifiedByPIN: 'false',
    EMVApplicationIdentifier: 'A0000000031010',
    EMVApplicationName: 'VISA CREDIT',
    EMVTerminalVerificationResults: '8080008000',
    EMVIssuerApplicationData: '06010A03A00000',
    EMVTransactionStatusInformation: '6800',
    EMVApplicationResponseCode: '00',
  };
  expect(read(tags)).toMatchObject({
    receipt: {
      emv: {
        applicationIdentifier: 'A0000000031010',
        applicationName: 'VISA CREDIT',
        terminalVerificationResults: '8080008000',
        issuerApplicationData: '06010A03A00000',
        transactionStatusInformation: '6800',
        applicationResponseCode: '00',
        verifiedByPin: false,
      },
    },
  });
});

test('chip tags make a chip card, whether or not the flag was sent', () => {
  expect(read({ EMVApplicationIdentifier: 'A0000000031010' })).toMatchObject({
    receipt: { emv: { applicationIdentifier: 'A0000000031010' } },
  });
  expect(read({ isEMVTransaction: 'false', IsEMVVerifiedByPIN: 'false' })).toEqual({ type: 'receipt', receipt: bare });
});

test('saved methods, plan, operator, card type and the partial amount are read', () => {
  const fields = {
    saveOnFileTransactionID: transactionID,
    paymentPlanID: 'plan',
    userID: 'jdoe',
    paymentCardType: 'Credit',
    partialApprovalAmount: '99.00',
  };
  expect(read({ ...fields, isSignatureRequired: 'true' })).toEqual({
    type: 'receipt',
    receipt: {
      ...bare,
      saveOnFileTransactionId: transactionID,
      paymentPlanId: 'plan',
      userId: 'jdoe',
      cardType: 'Credit',
      partialApprovalCents: 9_900,
      tender: 'card',
      signatureRequired: true,
    },
  });
});

test.each([
  ['CreditCard', 'card'],
  ['debitcard', 'card'],
  ['eCheck', 'check'],
  ['Cash', 'cash'],
  ['Barter', 'unknown'],
])('transactionType %s is tender %s', (transactionType, tender) => {
  expect(read({ transactionType })).toMatchObject({ receipt: { tender } });
});

test.each(['cardBrand', 'paymentCardType', 'cardBINNumber'])('%s shows a card where no tender is told', (name) => {
  expect(read({ [name]: 'x' })).toMatchObject({ receipt: { tender: 'card' } });
});

test.each([
  ['2016-01-15T20:37:21.5238539Z', '2016-01-15T20:37:21.523Z'],
  ['2016-01-15T20:37:21Z', '2016-01-15T20:37:21.000Z'],
  ['2016-01-15T15:37:21.5-05:00', '2016-01-15T20:37:21.500Z'],
])('the date %s is %s', (transactionDate, normalised) => {
  expect(read({ transactionDate })).toMatchObject({ receipt: { transactionDate: normalised } });
});

test('never more than four digits of a card are kept', () => {
  expect(read({ lastFourDigits: '4111111111111111', cardBINNumber: '411111' })).toMatchObject({ receipt: { lastFour: '1111' } });
  expect(JSON.stringify(read({ lastFourDigits: '************1111', cardBINNumber: '411111' }))).not.toContain('411111');
});

test('a card’s expiry that cannot be read is left out', () => {
  expect(read({ cardExpirationMonth: '13', cardExpirationYear: '0', lastFourDigits: 'none' })).toEqual({ type: 'receipt', receipt: bare });
});

describe('a receipt with a damaged field is refused', () => {
  test.each([
    ['transactionID', ''],
    ['transactionID', '3A1AB7A248524C6287FA79C6A26F7CA'],
    ['transactionID', '4111111111111111'],
    ['primaryTransactionID', '3A1AB7A2-4852-4C62-87FA-79C6A26F7CA5'],
    ['partialApprovalAmount', '1,0'],
    ['partialApprovalAmount', '-1.00'],
    ['transactionDate', '2016-01-15T20:37:21.5238539'],
    ['transactionDate', '2016-02-31T99:37:21Z'],
    ['transactionDate', '01/15/2016'],
    ['isSignatureRequired', 'perhaps'],
    ['isEMVTransaction', '1'],
    ['IsEMVVerifiedByPIN', 'yes'],
  ])('%s %j', (field, value) => {
    expect(() => read({ [field]: value })).toThrow(refusal('ERR_RECEIPT_FIELD', { field }));
  });
});

test.each(['<html lang="en"><body>Service Unavailable</body></html>', 'a=1&b=2', 'IsEMV=false', '{"transactionStatus":"C=","x":1}'])(
  '%s is no answer of ViewReceipt',
  (body) => {
    expect(() => readViewReceiptResponse(body)).toThrow(refusal('ERR_RECEIPT_UNRECOGNISED'));
  },
);

test('an amount sent twice with different values is refused', () => {
  const body = `${encodeNvp(Object.entries({ responseCode: '000', transactionStatus: 'C', transactionID }))}&TransactionStatus=D`;
  expect(() => readViewReceiptResponse(body)).toThrow(refusal('ERR_NVP_DUPLICATE_NAME', { pair: 4 }));
});
