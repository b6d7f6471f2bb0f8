import { describe, expect, it } from 'vitest';
import { errorCatalogue, type ErrorCode } from '../../src/errors.ts';
import { startTestBroker } from '../support/broker.ts';
import { terms } from '../support/client.ts';
import { otherTenantKey } from '../support/credentials.ts';

const nowhere = 'http://127.0.0.1:9';
const amount = (value: unknown, currency: unknown = 'USD') => ({ ...terms, amount: { value, currency } });
const reader = (changes: object) => ({
  ...terms,
  device: { name: 'DynaFlex', serialNumber: 'B5A1F2C', firmwareVersion: '1.0.7', ...changes },
});
const saving = (changes: object) => ({ ...terms, amount: undefined, screen: 'save-on-file', ...changes });
const consumer = (changes: object) => ({ ...terms, screen: 'consumer-payment', consumer: changes });
const patient = (changes: object) => ({ ...terms, patient: { id: 'P-1', ...changes } });

/** What is sent, and the code and field of the refusal. */
const table: readonly (readonly [name: string, body: unknown, code: ErrorCode, param?: string])[] = [
  ['an unknown field', { ...terms, amountDue: 1 }, 'ERR_FIELD_UNKNOWN', 'amountDue'],
  ['an unknown nested field', patient({ ssn: '1' }), 'ERR_FIELD_UNKNOWN', 'patient/ssn'],
  ['an unknown field whose name is not one', { ...terms, 'O’Brien, born 1970': 1 }, 'ERR_FIELD_UNKNOWN', ''],
  ['a missing field', { ...terms, patient: undefined }, 'ERR_FIELD_MISSING', 'patient'],
  ['a missing nested field', { ...terms, patient: {} }, 'ERR_FIELD_MISSING', 'patient/id'],
  ['no body', '{}', 'ERR_FIELD_MISSING', 'screen'],
  ['a body that is a list', [terms], 'ERR_FIELD_TYPE', ''],
  ['a body that is null', 'null', 'ERR_FIELD_TYPE', ''],
  ['a number for a text', patient({ firstName: 7 }), 'ERR_FIELD_TYPE', 'patient/firstName'],
  ['a text for a flag', { ...terms, options: { hideCash: 'true' } }, 'ERR_FIELD_TYPE', 'options/hideCash'],
  ['a number for an amount', amount(125), 'ERR_FIELD_TYPE', 'amount/value'],
  ['a negative amount', amount('-1.00'), 'ERR_AMOUNT_NEGATIVE', 'amount/value'],
  ['an amount of zero', amount('0.00'), 'ERR_AMOUNT_ZERO', 'amount/value'],
  ['an amount with three decimals', amount('1.005'), 'ERR_AMOUNT_DECIMALS', 'amount/value'],
  ['an amount with one decimal', amount('1.5'), 'ERR_AMOUNT_DECIMALS', 'amount/value'],
  ['an amount without decimals', amount('125'), 'ERR_AMOUNT_DECIMALS', 'amount/value'],
  ['an amount that is too large', amount('10000000.00'), 'ERR_AMOUNT_TOO_LARGE', 'amount/value'],
  ['an amount with a thousands comma', amount('1,250.00'), 'ERR_AMOUNT_FORMAT', 'amount/value'],
  ['an amount in exponent form', amount('1e3'), 'ERR_AMOUNT_FORMAT', 'amount/value'],
  ['an amount in other digits', amount('١٢.00'), 'ERR_AMOUNT_FORMAT', 'amount/value'],
  ['an amount with a leading zero', amount('01.00'), 'ERR_AMOUNT_FORMAT', 'amount/value'],
  ['an amount with a line break', amount('1.00\n'), 'ERR_AMOUNT_FORMAT', 'amount/value'],
  ['another currency', amount('1.00', 'EUR'), 'ERR_CURRENCY_UNSUPPORTED', 'amount/currency'],
  ['an overlong name', patient({ lastName: 'x'.repeat(101) }), 'ERR_TEXT_TOO_LONG', 'patient/lastName'],
  ['an empty name', patient({ lastName: '' }), 'ERR_TEXT_EMPTY', 'patient/lastName'],
  ['a clerk who is a blank', { ...terms, staff: { id: ' \u00A0' } }, 'ERR_TEXT_EMPTY', 'staff/id'],
  ['a control character', patient({ firstName: 'A\u0000B' }), 'ERR_TEXT_CONTROL_CHARACTER', 'patient/firstName'],
  ['a line break in a name', patient({ firstName: 'A\r\nB' }), 'ERR_TEXT_CONTROL_CHARACTER', 'patient/firstName'],
  ['half of a surrogate pair', patient({ firstName: '\uD800' }), 'ERR_TEXT_NOT_UNICODE', 'patient/firstName'],
  ['a character XML cannot carry', { ...terms, invoice: '\uFFFF' }, 'ERR_TEXT_NOT_UNICODE', 'invoice'],
  ['an unknown screen', { ...terms, screen: 'void' }, 'ERR_SCREEN_UNKNOWN', 'screen'],
  ['a screen that is a list', { ...terms, screen: ['simple-collect'] }, 'ERR_FIELD_TYPE', 'screen'],
  ['an unknown sign-on', { ...terms, sso: 'oidc' }, 'ERR_SSO_UNKNOWN', 'sso'],
  ['an unknown card entry', { ...terms, options: { cardEntry: 'voice' } }, 'ERR_FIELD_VALUE', 'options/cardEntry'],
  [
    'a reader without a serial number',
    { ...terms, device: { name: 'R', firmwareVersion: '1' } },
    'ERR_FIELD_MISSING',
    'device/serialNumber',
  ],
  ['a reader with an overlong name', reader({ name: 'x'.repeat(51) }), 'ERR_TEXT_TOO_LONG', 'device/name'],
  ['a reader with an empty name', reader({ name: '' }), 'ERR_TEXT_EMPTY', 'device/name'],
  ['a reader with a blank name', reader({ name: '  ' }), 'ERR_FIELD_VALUE', 'device/name'],
  ['a reader named in other letters', reader({ name: 'Lesegerät' }), 'ERR_FIELD_VALUE', 'device/name'],
  [
    'a reader with a line break in its serial number',
    reader({ serialNumber: 'A\nB' }),
    'ERR_TEXT_CONTROL_CHARACTER',
    'device/serialNumber',
  ],
  ['a reader with an unknown field', reader({ ip: '10.0.0.1' }), 'ERR_FIELD_UNKNOWN', 'device/ip'],
  ['a reader for a screen that engages none', { ...reader({}), screen: 'standard-collect' }, 'ERR_DEVICE_NOT_ENGAGED', 'device'],
  ['a reader where the card is keyed', { ...reader({}), options: { cardEntry: 'keyed' } }, 'ERR_DEVICE_NOT_ENGAGED', 'device'],
  ['a reader for the patients’ screen', { ...reader({}), screen: 'consumer-payment' }, 'ERR_DEVICE_NOT_ENGAGED', 'device'],
  [
    'a card read on the patients’ screen',
    { ...terms, screen: 'consumer-payment', options: { cardEntry: 'device' } },
    'ERR_DEVICE_NOT_ENGAGED',
    'options/cardEntry',
  ],
  ['a payment without an amount', { ...terms, amount: undefined }, 'ERR_FIELD_MISSING', 'amount'],
  ['an amount where a card is saved', saving({ amount: terms.amount }), 'ERR_FIELD_NOT_OF_SCREEN', 'amount'],
  [
    'an amount of nothing where a card is saved',
    saving({ amount: { value: '0.00', currency: 'USD' } }),
    'ERR_FIELD_NOT_OF_SCREEN',
    'amount',
  ],
  ['no amount at all, written as null', saving({ amount: null }), 'ERR_FIELD_TYPE', 'amount'],
  ['an invoice where a card is saved', saving({ invoice: 'INV-1' }), 'ERR_FIELD_NOT_OF_SCREEN', 'invoice'],
  ['a tender where a card is saved', saving({ options: { hideCash: false } }), 'ERR_FIELD_NOT_OF_SCREEN', 'options/hideCash'],
  ['a lock where a card is saved', saving({ options: { readOnly: true } }), 'ERR_FIELD_NOT_OF_SCREEN', 'options/readOnly'],
  ['a reader where a card is saved', saving({ device: reader({}).device }), 'ERR_DEVICE_NOT_ENGAGED', 'device'],
  ['a consumer where a card is saved', saving({ consumer: { firstName: 'Ada' } }), 'ERR_CONSUMER_NOT_ASKED', 'consumer'],
  ['a consumer on a screen of the staff’s', { ...terms, consumer: { firstName: 'Ada' } }, 'ERR_CONSUMER_NOT_ASKED', 'consumer'],
  ['a consumer whose id is no GUID', consumer({ id: 'C-1' }), 'ERR_FIELD_VALUE', 'consumer/id'],
  ['a ZIP of four characters', consumer({ billingAddress: { zip: '9250' } }), 'ERR_FIELD_VALUE', 'consumer/billingAddress/zip'],
  ['a state of three', consumer({ billingAddress: { state: 'CAL' } }), 'ERR_TEXT_TOO_LONG', 'consumer/billingAddress/state'],
  ['a card number for a consumer', consumer({ cardNumber: '4111111111111111' }), 'ERR_FIELD_UNKNOWN', 'consumer/cardNumber'],
  [
    'a card number in an address',
    consumer({ billingAddress: { line1: '4111 1111 1111 1111' } }),
    'ERR_TEXT_CARD_NUMBER',
    'consumer/billingAddress/line1',
  ],
  ['metadata with a strange key', { ...terms, metadata: { 'a b': 'x' } }, 'ERR_METADATA_INVALID', 'metadata'],
  ['metadata that is nested', { ...terms, metadata: { a: { b: 'c' } } }, 'ERR_METADATA_INVALID', 'metadata'],
  ['metadata that is overlong', { ...terms, metadata: { a: 'x'.repeat(501) } }, 'ERR_METADATA_INVALID', 'metadata'],
  [
    'too much metadata',
    { ...terms, metadata: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`k${n}`, ''])) },
    'ERR_METADATA_INVALID',
    'metadata',
  ],
  ['a return URL elsewhere', { ...terms, returnUrl: 'https://evil.test/' }, 'ERR_RETURN_URL_NOT_ALLOWED', 'returnUrl'],
  [
    'a return URL that only looks right',
    { ...terms, returnUrl: 'https://portal.test@evil.test/' },
    'ERR_RETURN_URL_NOT_ALLOWED',
    'returnUrl',
  ],
  ['a return URL of script', { ...terms, returnUrl: 'javascript:alert(1)' }, 'ERR_RETURN_URL_NOT_ALLOWED', 'returnUrl'],
  ['a relative return URL', { ...terms, returnUrl: '/done' }, 'ERR_RETURN_URL_NOT_ALLOWED', 'returnUrl'],
  ['text that is not JSON', '{"screen":', 'ERR_BODY_NOT_JSON'],
  ['nothing where JSON is announced', '', 'ERR_BODY_NOT_JSON'],
  ['a poisoned prototype', '{"__proto__":{"screen":"simple-collect"}}', 'ERR_BODY_NOT_JSON'],
  ['a body that is too large', { ...terms, metadata: { a: 'x'.repeat(70_000) } }, 'ERR_BODY_TOO_LARGE'],
];

describe('a creation with bad input', { timeout: 30_000 }, () => {
  it('is refused for each kind by its own code, and stores nothing', async () => {
    const { client, log } = await startTestBroker(nowhere);
    for (const [name, body, code, param] of table) {
      const answer = await client.call('/v1/payment-sessions', { method: 'POST', body });
      expect([name, answer.status, answer.body.error.code, answer.body.error.param]).toEqual([
        name,
        errorCatalogue[code].status,
        code,
        param,
      ]);
      expect(answer.body.error.docUrl).toMatch(new RegExp(`/docs/errors#${code}$`));
      expect(answer.headers.get('request-id')).toBe(answer.body.error.requestId);
    }
    expect((await client.list()).data).toEqual([]);
    expect(log.join('')).not.toMatch(/internal_error/);
  });

  it.each([
    ['text/plain', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['XML', 'application/xml'],
  ])('is refused as %s', async (_name, type) => {
    const { client } = await startTestBroker(nowhere);
    const answer = await client.call('/v1/payment-sessions', { body: JSON.stringify(terms), headers: { 'content-type': type } });
    expect([answer.status, answer.body.error.code]).toEqual([415, 'ERR_MEDIA_TYPE_UNSUPPORTED']);
  });

  it('is refused by SAML where the tenant has none', async () => {
    const { client } = await startTestBroker(nowhere);
    const answer = await client.call('/v1/payment-sessions', { body: { ...terms, sso: 'saml' }, key: otherTenantKey });
    expect([answer.status, answer.body.error.code]).toEqual([400, 'ERR_SSO_NOT_CONFIGURED']);
  });
});

describe('other calls with bad input', { timeout: 30_000 }, () => {
  it.each([
    ['an unknown path', '/v2/payments', {}, 404, 'ERR_ROUTE_UNKNOWN'],
    ['an unknown method', '/v1/payment-sessions', { method: 'DELETE' }, 405, 'ERR_METHOD_NOT_ALLOWED'],
    ['a path with a broken escape', '/v1/payment-sessions/%E0%A4%A', {}, 400, 'ERR_REQUEST_MALFORMED'],
    ['an unknown session', '/v1/payment-sessions/ps_0000000000000000000000', {}, 404, 'ERR_SESSION_UNKNOWN'],
    ['an id that is none', "/v1/payment-sessions/ps_'%20or%201=1", {}, 404, 'ERR_SESSION_UNKNOWN'],
    ['a strange cursor', '/v1/payment-sessions?changedSince=yesterday', {}, 400, 'ERR_CURSOR_INVALID'],
    ['a strange limit', '/v1/payment-sessions?limit=101', {}, 400, 'ERR_FIELD_VALUE'],
    ['a doubled limit', '/v1/payment-sessions?limit=1&limit=2', {}, 400, 'ERR_FIELD_TYPE'],
    ['an unknown parameter', '/v1/payment-sessions?offset=1', {}, 400, 'ERR_FIELD_UNKNOWN'],
    ['an unknown tenant', '/saml/metadata/nobody', {}, 404, 'ERR_TENANT_UNKNOWN'],
    ['a tenant without SAML', '/saml/metadata/hillside', {}, 404, 'ERR_TENANT_UNKNOWN'],
  ] as const)('are refused for %s', async (_name, path, call, status, code) => {
    const { client } = await startTestBroker(nowhere);
    const answer = await client.call(path, call);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it('are refused for a launch in a display nobody knows, and for a body where none belongs', async () => {
    const { client } = await startTestBroker(nowhere);
    const { id } = await client.create();
    const launch = await client.call(`/v1/payment-sessions/${id}/launch`, { body: { display: 'hologram' } });
    expect([launch.body.error.code, launch.body.error.param]).toEqual(['ERR_DISPLAY_UNKNOWN', 'display']);
    const smuggled = await client.call(`/v1/payment-sessions/${id}/launch`, { body: { amount: '1.00' } });
    expect([smuggled.body.error.code, smuggled.body.error.param]).toEqual(['ERR_FIELD_UNKNOWN', 'amount']);
    const cancel = await client.call(`/v1/payment-sessions/${id}/cancel`, { body: { refund: true } });
    expect(cancel.body.error.code).toBe('ERR_FIELD_UNKNOWN');
    const receipt = await client.call(`/v1/payment-sessions/${id}/receipt`);
    expect([receipt.status, receipt.body.error.code]).toEqual([409, 'ERR_RECEIPT_NOT_READY']);
    expect((await client.read(id)).sequence).toBe(1);
  });

  it('tells which methods a path takes', async () => {
    const { client } = await startTestBroker(nowhere);
    const answer = await client.call('/v1/payment-sessions', { method: 'PATCH' });
    expect(answer.headers.get('allow')).toBe('POST, GET');
  });
});
