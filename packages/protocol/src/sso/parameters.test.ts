import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeNvp } from '../nvp/decode.ts';
import { encodeNvp } from '../nvp/encode.ts';
import { NvpFields } from '../nvp/fields.ts';
import { ssoFields } from './fields.ts';
import { decodeSsoParameters, encodeSsoParameters, type SsoParameters } from './parameters.ts';

const required = {
  relayState: 'https://online.instamed.com/providers/Form/PatientPayments/NewPaymentSimpleSSO',
  accountId: 'clinic@example.com',
  ssoAlias: 'FRONTDESK',
} satisfies SsoParameters;

const complete: Required<SsoParameters> = {
  ...required,
  securityKey: 'not a real key',
  id: 'clinic',
  userId: 'jdoe',
  userName: `O'Brien <&"> 李`,
  responseActionType: 'header',
  requestToken: true,
  lightWeight: true,
  incontext: false,
  patientId: 'P-1001',
  patientFirstName: 'Seán',
  patientLastName: `O'Brien <&"> 李`,
  requestedCents: 12_500,
  isReadOnly: true,
  populatedFieldsReadOnlyMode: 'CustomAmount',
  creditCardKeyed: false,
  cardHolderName: 'Seán O’Brien',
  deviceName: 'DynaPro SC',
  deviceSerialNumber: '98DC2522081D0A0E',
  deviceFirmwareVersion: '30050851-D1-PCI',
  preventCheck: true,
  preventCash: true,
  suppressReceipt: true,
  hideGuarantorId: true,
  allowPartialPayment: true,
  additionalInfo: { 1: 'INV-7', 2: 'a', 3: 'b', 4: 'c', 5: 'ps_1', 6: 'WORKSTATION' },
  consumerId: '52fcf96c-986b-4434-96ef-f778a595a7d3',
  consumerFirstName: 'Seán',
  consumerLastName: 'O’Brien',
  accountHolderEmailAddress: 'sean@portal.example',
  billingAddress1: '1 Main Street',
  billingAddress2: 'Apt 2',
  billingCity: 'Riverside',
  billingState: 'CA',
  billingZip: '92501',
  billingCountry: 'USA',
  billingAreaCode: '951',
  billingPhoneNumber: '555-0100',
  transactionId: 'EE52401813A74328AAA7D93319FF4383',
  primaryTransactionId: 'ee52401813a74328aaa7d93319ff4383',
  returnUrl: 'https://portal.example/return?a=1&b=2',
  returnUrlUpdateParent: 'parent',
  cancelUrl: 'https://portal.example/cancel',
  confirmUrl: 'https://portal.example/confirm',
};

const refusal = (code: string, field: string) => expect.objectContaining({ code, details: expect.objectContaining({ field }) });
const pairsOf = (parameters: SsoParameters) => Object.fromEntries(encodeSsoParameters(parameters));

test('every field is written in the spelling of the reference', () => {
  expect(pairsOf(complete)).toEqual({
    relayState: required.relayState,
    accountID: 'clinic@example.com',
    securityKey: 'not a real key',
    ssoAlias: 'FRONTDESK',
    id: 'clinic',
    userID: 'jdoe',
    userName: `O'Brien <&"> 李`,
    responseActionType: 'header',
    requestToken: 'true',
    lightWeight: 'true',
    incontext: 'false',
    patientID: 'P-1001',
    patientFirstName: 'Seán',
    patientLastName: `O'Brien <&"> 李`,
    amount: '125.00',
    isReadOnly: 'true',
    populatedFieldsReadOnlyMode: 'CustomAmount',
    creditCardKeyed: 'false',
    cardHolderName: 'Seán O’Brien',
    deviceName: 'DynaPro SC',
    deviceSerialNumber: '98DC2522081D0A0E',
    deviceFirmwareVersion: '30050851-D1-PCI',
    preventCheck: 'true',
    preventCash: 'true',
    suppressReceipt: 'true',
    hideGuarantorID: 'true',
    allowPartialPayment: 'true',
    additionalInfo1: 'INV-7',
    additionalInfo2: 'a',
    additionalInfo3: 'b',
    additionalInfo4: 'c',
    additionalInfo5: 'ps_1',
    additionalInfo6: 'WORKSTATION',
    consumerID: '52fcf96c-986b-4434-96ef-f778a595a7d3',
    consumerFirstName: 'Seán',
    consumerLastName: 'O’Brien',
    accountHolderEmailAddress: 'sean@portal.example',
    billingAddress1: '1 Main Street',
    billingAddress2: 'Apt 2',
    billingCity: 'Riverside',
    billingState: 'CA',
    billingZip: '92501',
    billingCountry: 'USA',
    billingAreaCode: '951',
    billingPhoneNumber: '555-0100',
    transactionID: 'EE52401813A74328AAA7D93319FF4383',
    primaryTransactionID: 'ee52401813a74328aaa7d93319ff4383',
    returnURL: 'https://portal.example/return?a=1&b=2',
    returnUrlUpdateParent: 'parent',
    cancelURL: 'https://portal.example/cancel',
    confirmURL: 'https://portal.example/confirm',
  });
});

test('the complete set covers the table', () => {
  expect(encodeSsoParameters(complete).map(([name]) => name)).toEqual(ssoFields.map(({ wire }) => wire));
});

test('absent fields are not sent', () => {
  expect(encodeSsoParameters(required).map(([name]) => name)).toEqual(['relayState', 'accountID', 'ssoAlias']);
});

test('the complete set comes back through a form body', () => {
  expect(decodeSsoParameters(decodeNvp(encodeNvp(encodeSsoParameters(complete))))).toEqual(complete);
});

test('names, flags and fixed words are read in any case; unknown names are ignored', () => {
  const body =
    'RELAYSTATE=https%3A%2F%2Fonline.instamed.com%2Fx&accountid=a%40b&SSOALIAS=c&ResponseActionType=Header&incontext=TRUE' +
    '&cancelurl=https%3A%2F%2Fportal.example%2F&POPULATEDFIELDSREADONLYMODE=customamount&__VIEWSTATE=zz';
  expect(decodeSsoParameters(decodeNvp(body))).toEqual({
    relayState: 'https://online.instamed.com/x',
    accountId: 'a@b',
    ssoAlias: 'c',
    responseActionType: 'header',
    incontext: true,
    cancelUrl: 'https://portal.example/',
    populatedFieldsReadOnlyMode: 'CustomAmount',
  });
});

test('an empty input of a form counts as absent', () => {
  const fields = NvpFields.from([...encodeSsoParameters(required), ['patientFirstName', ''], ['amount', ''], ['additionalInfo1', '']]);
  expect(decodeSsoParameters(fields)).toEqual(required);
});

const readOne = (wire: string, value: string) => {
  const others = encodeSsoParameters(required).filter(([name]) => name !== wire);
  return decodeSsoParameters(NvpFields.from([...others, [wire, value]]));
};

describe.each(ssoFields)('$wire', ({ wire, maxLength }) => {
  test('is refused when it is longer than its limit', () => {
    expect(() => readOne(wire, 'x'.repeat(maxLength + 1))).toThrow(refusal('ERR_SSO_FIELD_LENGTH', wire));
  });

  test('is refused when it holds a control character', () => {
    expect(() => readOne(wire, 'a\r\nb')).toThrow(refusal('ERR_SSO_FIELD_CONTROL_CHARACTER', wire));
    expect(() => readOne(wire, '\u0085')).toThrow(refusal('ERR_SSO_FIELD_CONTROL_CHARACTER', wire));
  });
});

const widest = (maxLength: number) => '李'.repeat(maxLength);

test.each(ssoFields.filter(({ form }) => form === 'text'))('$wire is taken at its limit', ({ key, wire, maxLength }) => {
  const { additionalInfo = {}, ...rest } = readOne(wire, widest(maxLength));
  const infos = Object.fromEntries(Object.entries(additionalInfo).map(([number, value]) => [`additionalInfo${number}`, value]));
  expect({ ...rest, ...infos }).toHaveProperty(key, widest(maxLength));
});

test.each(ssoFields.filter(({ form }) => form !== 'text'))('$wire is refused in another form than its own', ({ wire, maxLength }) => {
  expect(() => readOne(wire, widest(maxLength))).toThrow(refusal('ERR_SSO_FIELD_FORMAT', wire));
});

test('a ZIP of four characters is refused, and a consumer id that is no GUID', () => {
  expect(() => readOne('billingZip', '9250')).toThrow(refusal('ERR_SSO_FIELD_LENGTH', 'billingZip'));
  expect(() => readOne('consumerID', '52fcf96c986b443496eff778a595a7d3')).toThrow(refusal('ERR_SSO_FIELD_FORMAT', 'consumerID'));
});

test('a card number and a bank account have no field: no sign-on brings them', () => {
  const fields = NvpFields.from([...encodeSsoParameters(required), ['cardNumber', '4111111111111111'], ['accountNumber', '123456789']]);
  expect(decodeSsoParameters(fields)).toEqual(required);
});

test.each(['relayState', 'accountID', 'ssoAlias'])('a sign-on without %s is refused', (wire) => {
  const others = encodeSsoParameters(required).filter(([name]) => name !== wire);
  expect(() => decodeSsoParameters(NvpFields.from([...others, ['x', 'y']]))).toThrow(refusal('ERR_SSO_FIELD_REQUIRED', wire));
  expect(() => decodeSsoParameters(NvpFields.from([...others, [wire, '']]))).toThrow(refusal('ERR_SSO_FIELD_REQUIRED', wire));
});

test.each(['0', '0.00', '-1.00', '1,000.00', '1.005', 'abc'])('an amount of %j is refused', (amount) => {
  const fields = NvpFields.from([...encodeSsoParameters(required), ['amount', amount]]);
  expect(() => decodeSsoParameters(fields)).toThrow(refusal('ERR_SSO_FIELD_FORMAT', 'amount'));
});

test.each([
  'javascript:alert(1)',
  '/relative',
  'ftp://portal.example/',
  'https://user:pw@portal.example/',
  'https://:pw@portal.example/',
  'https://',
])('%j is no return URL', (url) => {
  expect(() => encodeSsoParameters({ ...required, returnUrl: url })).toThrow(refusal('ERR_SSO_FIELD_FORMAT', 'returnURL'));
});

test('what cannot be written is refused by field', () => {
  expect(() => encodeSsoParameters({ ...required, requestedCents: 0 })).toThrow(refusal('ERR_SSO_FIELD_FORMAT', 'amount'));
  expect(() => encodeSsoParameters({ ...required, requestedCents: 12.5 })).toThrow(refusal('ERR_SSO_FIELD_FORMAT', 'amount'));
  expect(() => encodeSsoParameters({ ...required, patientFirstName: '' })).toThrow(refusal('ERR_SSO_FIELD_LENGTH', 'patientFirstName'));
  expect(() => encodeSsoParameters({ ...required, patientLastName: 'a\uD800' })).toThrow(
    refusal('ERR_SSO_FIELD_FORMAT', 'patientLastName'),
  );
  expect(() => encodeSsoParameters({ ...required, additionalInfo: { 5: 'x'.repeat(101) } })).toThrow(
    refusal('ERR_SSO_FIELD_LENGTH', 'additionalInfo5'),
  );
  expect(() => encodeSsoParameters({ ...required, accountId: 'no-at-sign' })).toThrow(refusal('ERR_SSO_FIELD_FORMAT', 'accountID'));
});

const text = (maxLength: number) =>
  fc.string({ unit: 'binary', minLength: 1, maxLength: Math.min(maxLength, 30) }).map((value) => value.replace(/\p{Cc}/gu, 'x'));
const parameters = fc.record(
  {
    relayState: fc.webUrl({ withQueryParameters: true }),
    accountId: fc.constant('a@b'),
    ssoAlias: text(100),
    patientId: text(100),
    patientFirstName: text(100),
    patientLastName: text(100),
    userName: text(200),
    cardHolderName: text(121),
    requestedCents: fc.integer({ min: 1, max: 999_999_999 }),
    lightWeight: fc.boolean(),
    creditCardKeyed: fc.boolean(),
    additionalInfo: fc.record({ 1: text(100), 5: text(100), 6: text(100) }),
    confirmUrl: fc.webUrl({ withQueryParameters: true }),
  },
  { requiredKeys: ['relayState', 'accountId', 'ssoAlias'] },
);

test('any names, amounts and addresses come back unchanged', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(parameters, (sent) => {
      expect(decodeSsoParameters(decodeNvp(encodeNvp(encodeSsoParameters(sent))))).toEqual(sent);
    }),
    { numRuns: 2_000 },
  );
});
