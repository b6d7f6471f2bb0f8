import { decodeNvp, encodeNvp, encodeSsoParameters, decodeSsoParameters } from '@collect-payment/protocol';
import { describe, expect, it } from 'vitest';
import { brokerJson } from '../../test/support/broker-json.ts';
import { environment } from '../../test/support/broker.ts';
import { readConfiguration } from '../configuration/read-configuration.ts';
import type { PaymentTerms } from '../session/terms.ts';
import { writeSignOn } from './launch.ts';
import { writeSsoParameters } from './sso-parameters.ts';

const { tenants } = readConfiguration(brokerJson('https://instamed.test'), { environment, directory: '/' });
const [riverside, hillside] = tenants;
if (riverside === undefined || hillside === undefined) throw new TypeError('two tenants are configured');

const terms: PaymentTerms = {
  id: 'ps_4Wq0e1s9mBvTz8L2nKcY5A',
  tenantId: 'riverside',
  screen: 'standard-collect',
  sso: 'nvp',
  requestedCents: 12_500,
  patient: { id: 'P-1' },
  staff: { id: 'clerk' },
  outlet: riverside.instamed.outlet,
  options: {},
  polling: { intervalMs: 10_000, windowMs: 900_000 },
  createdAtMs: 0,
  expiresAtMs: 1,
};
const parametersOf = (changes: Partial<PaymentTerms> = {}, display: 'popup' | 'embedded' | 'incontext' | 'redirect' = 'popup') =>
  writeSsoParameters(riverside.instamed, { ...terms, ...changes }, display, 'https://broker.test');
let drawn = 0;
const entropy = { nowMs: 0, randomBytes: (count: number) => new Uint8Array(count).fill((drawn += 1)) };

describe('the parameters of a sign-on', () => {
  it('name the screen, the account, the terms and the way back, and nothing that was not said', () => {
    expect(parametersOf()).toEqual({
      relayState: 'https://instamed.test/providers/Form/PatientPayments/NewPatientPaymentSSO',
      accountId: 'front@riverside.test',
      ssoAlias: 'front-desk',
      id: 'riverside',
      userId: 'clerk',
      responseActionType: 'header',
      patientId: 'P-1',
      requestedCents: 12_500,
      isReadOnly: true,
      lightWeight: true,
      additionalInfo: { 5: terms.id },
      confirmUrl: `https://broker.test/return/confirm?session=${terms.id}`,
      cancelUrl: `https://broker.test/return/cancel?session=${terms.id}`,
    });
  });

  it('follow the display, the screen and the options', () => {
    expect(parametersOf({}, 'incontext')).toMatchObject({ lightWeight: true, incontext: true });
    expect(parametersOf({}, 'redirect')).not.toHaveProperty('lightWeight');
    expect(parametersOf({ screen: 'simple-collect' })).toMatchObject({ suppressReceipt: true });
    const options = {
      cardEntry: 'device',
      cardHolderName: 'A B',
      hideCheck: true,
      hideCash: false,
      readOnly: false,
      hideGuarantorId: true,
      allowPartialApproval: true,
    } as const;
    expect(parametersOf({ options, invoice: 'I-7' })).toMatchObject({
      creditCardKeyed: false,
      cardHolderName: 'A B',
      preventCheck: true,
      preventCash: false,
      isReadOnly: false,
      hideGuarantorId: true,
      allowPartialPayment: true,
      additionalInfo: { 1: 'I-7', 5: terms.id },
    });
  });

  it('name the reader that the host has named, unless InstaMed wants none', () => {
    const device = { name: 'DynaPro SC', serialNumber: '98DC2522081D0A0E', firmwareVersion: '30050851-D1-PCI' };
    const named = { deviceName: device.name, deviceSerialNumber: device.serialNumber, deviceFirmwareVersion: device.firmwareVersion };
    expect(parametersOf({ device })).toMatchObject(named);
    const account = { ...riverside.instamed, signOnDevice: 'omit' } as const;
    const without = writeSsoParameters(account, { ...terms, device }, 'popup', 'https://broker.test');
    for (const name of Object.keys(named)) expect(without).not.toHaveProperty(name);
  });

  it('sign the patient on to the portal of its own, as whoever pays', () => {
    const changes = { screen: 'consumer-payment', patient: { id: 'P-1', firstName: 'Ada', lastName: 'Byron' } } as const;
    const own = parametersOf(changes);
    expect(own).toMatchObject({
      relayState: 'https://instamed.test/Form/Payments/New',
      consumerFirstName: 'Ada',
      consumerLastName: 'Byron',
    });
    for (const name of ['populatedFieldsReadOnlyMode', 'consumerId', 'suppressReceipt']) expect(own).not.toHaveProperty(name);
    const id = '52fcf96c-986b-4434-96ef-f778a595a7d3';
    const billingAddress = { line1: '1 Main Street', zip: '92501', areaCode: '951' };
    const consumer = { id, lastName: 'King', email: 'king@portal.example', billingAddress };
    expect(parametersOf({ ...changes, consumer, options: { readOnly: false } })).toMatchObject({
      consumerId: id,
      consumerLastName: 'King',
      accountHolderEmailAddress: 'king@portal.example',
      billingAddress1: '1 Main Street',
      billingZip: '92501',
      billingAreaCode: '951',
      isReadOnly: true,
      populatedFieldsReadOnlyMode: 'CustomAmount',
    });
    expect(parametersOf({ ...changes, consumer })).not.toHaveProperty('consumerFirstName');
  });

  it('are read back by the other side as they were meant', () => {
    const parameters = parametersOf({ patient: { id: 'P', firstName: 'O\'Brien <&">', lastName: '李 &amount=1' } });
    expect(decodeSsoParameters(decodeNvp(encodeNvp(encodeSsoParameters(parameters))))).toEqual(parameters);
  });
});

describe('the form of a sign-on', () => {
  it('carries the security key by name-value pairs', () => {
    const form = writeSignOn(riverside.instamed, terms, 'popup', 'https://broker.test', entropy);
    expect(form).toContainEqual(['securityKey', 'sentinel-security-key']);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('carries the security key by SAML only when told so: %s', (sendSecurityKey, count) => {
    const { saml } = riverside.instamed;
    if (saml === undefined) throw new TypeError('riverside has SAML');
    const account = { ...riverside.instamed, saml: { ...saml, sendSecurityKey } };
    const form = writeSignOn(account, { ...terms, sso: 'saml' }, 'popup', 'https://broker.test', entropy);
    const [[, response] = ['', '']] = Array.isArray(form) ? form : [];
    expect(Buffer.from(response, 'base64').toString().split('sentinel-security-key')).toHaveLength(count + 1);
  });

  it('is for the consumer’s ACS where patients pay by themselves', () => {
    const { saml } = riverside.instamed;
    if (saml === undefined) throw new TypeError('riverside has SAML');
    const account = { ...riverside.instamed, saml: { ...saml, encryption: undefined } };
    const form = writeSignOn(account, { ...terms, sso: 'saml', screen: 'consumer-payment' }, 'popup', 'https://broker.test', entropy);
    const [[, response] = ['', '']] = Array.isArray(form) ? form : [];
    const xml = Buffer.from(response, 'base64').toString();
    expect(xml).toContain('Destination="https://instamed.test/Forms/SSO/ACS_SAML2.aspx"');
    expect(xml).toContain('Recipient="https://instamed.test/Forms/SSO/ACS_SAML2.aspx"');
  });

  it('cannot be written by SAML for an account without it', () => {
    expect(writeSignOn(hillside.instamed, { ...terms, sso: 'saml' }, 'popup', 'https://broker.test', entropy)).toEqual({
      type: 'unavailable',
      reason: 'unreachable',
      code: 'ERR_SSO_NOT_CONFIGURED',
    });
  });
});
