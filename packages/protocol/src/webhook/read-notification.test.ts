import { describe, expect, test } from 'vitest';
import type { ProtocolErrorCode } from '../errors.ts';
import type { Notification } from './notification.ts';
import { readNotification, type NotificationFormat } from './read-notification.ts';
import { writeNotification, type NotificationField } from './write-notification.ts';

const formats: readonly NotificationFormat[] = ['json', 'xml', 'nvp'];
const transactionId = '0123456789ABCDEF0123456789abcdef';
const sale: readonly NotificationField[] = [
  ['ResponseDateTime', '12/14/2017 11:58:06 PM'],
  ['PaymentTransactionID', transactionId],
  ['TransactionAction', 'Sale'],
  ['IsMultiAR', 'false'],
  ['CardHolderName', 'Seán <&"> O’Brien'],
  ['CurrentTransactionStatusCode', 'C'],
  ['PatientMiddleName', null],
  ['AdditionalInfo1', 'INV 7'],
  ['AdditionalInfo5', 'ps_0000000000000000000001'],
  ['SingleSignOnToken', 'NTJmY2Y5NmMtYjA5Zi00Nw=='],
  ['OriginalTransactionID', transactionId],
];
const bodyOf = (format: NotificationFormat, fields: readonly NotificationField[]) =>
  Buffer.from(writeNotification(format, fields, 'PaymentTransaction').body);
const without = (name: string) => sale.filter(([field]) => field !== name);
const withField = (name: string, value: string | null) => sale.map((field) => (field[0] === name ? ([name, value] as const) : field));
const refusal = (code: ProtocolErrorCode) => expect.objectContaining({ code });

describe.each(formats)('a webhook in %s', (format) => {
  test('is read for what leads to the transaction, and for nothing about a person', () => {
    expect(readNotification(format, bodyOf(format, sale))).toEqual({
      type: 'payment',
      transactionId,
      originalTransactionId: transactionId,
      transactionAction: 'Sale',
      statusCode: 'C',
      token: 'NTJmY2Y5NmMtYjA5Zi00Nw==',
      additionalInfo: { 1: 'INV 7', 5: 'ps_0000000000000000000001' },
    });
  });

  test('may name its fields in any case, and leave out what it does not know', () => {
    const fields = without('SingleSignOnToken').map(([name, value]) => [name.toLowerCase(), value] as const);
    expect(readNotification(format, bodyOf(format, fields))).not.toHaveProperty('token');
  });

  test.each([
    ['PaymentTransactionID', null],
    ['PaymentTransactionID', 'abc'],
    ['PaymentTransactionID', `${transactionId}0`],
    ['TransactionAction', null],
    ['TransactionAction', 'Sale; drop'],
    ['CurrentTransactionStatusCode', null],
    ['CurrentTransactionStatusCode', 'Approved'],
    ['SingleSignOnToken', 'to ken'],
    ['SingleSignOnToken', 'x'.repeat(201)],
    ['OriginalTransactionID', 'abc'],
  ] as const)('is refused for its %s %s', (name, value) => {
    expect(() => readNotification(format, bodyOf(format, withField(name, value)))).toThrow(refusal('ERR_WEBHOOK_FIELD'));
    expect(() => readNotification(format, bodyOf(format, withField(name, value)))).toThrow(
      expect.objectContaining({ details: { field: name } }),
    );
  });

  test('about a payment plan is told apart', () => {
    expect(readNotification(format, bodyOf(format, [['PaymentPlanTransactionType', 'Created']]))).toEqual({ type: 'plan' });
  });
});

test.each([
  ['json', '', 'ERR_WEBHOOK_NOT_JSON'],
  ['json', '{', 'ERR_WEBHOOK_NOT_JSON'],
  ['json', Buffer.of(0x22, 0xff, 0x22), 'ERR_WEBHOOK_NOT_JSON'],
  ['json', 'null', 'ERR_WEBHOOK_NOT_FLAT'],
  ['json', '"text"', 'ERR_WEBHOOK_NOT_FLAT'],
  ['json', '[{}]', 'ERR_WEBHOOK_NOT_FLAT'],
  ['json', '{"a":{}}', 'ERR_WEBHOOK_NOT_FLAT'],
  ['json', '{"a":["b"]}', 'ERR_WEBHOOK_NOT_FLAT'],
  ['json', '{}', 'ERR_WEBHOOK_FIELD'],
  ['json', '{"TransactionAction":"Sale","TransactionAction":"Refund"}', 'ERR_NVP_DUPLICATE_NAME'],
  ['json', String.raw`{"TransactionAction":"Sale","Transaction\u0041ction":"Refund"}`, 'ERR_NVP_DUPLICATE_NAME'],
  ['json', '{"TransactionAction":"Sale","transactionaction":"Refund"}', 'ERR_NVP_DUPLICATE_NAME'],
  ['json', `{"a":"${'x'.repeat(65_536)}"}`, 'ERR_WEBHOOK_TOO_LARGE'],
  ['xml', '<a><b><c/></b></a>', 'ERR_WEBHOOK_NOT_FLAT'],
  ['xml', '<!DOCTYPE a><a/>', 'ERR_XML_DOCTYPE'],
  ['xml', '<a/>', 'ERR_WEBHOOK_FIELD'],
  ['xml', '<a><TransactionAction>Sale</TransactionAction><TransactionAction>Refund</TransactionAction></a>', 'ERR_NVP_DUPLICATE_NAME'],
  ['nvp', 'TransactionAction=Sale&TransactionAction=Refund', 'ERR_NVP_DUPLICATE_NAME'],
  ['nvp', '', 'ERR_NVP_EMPTY'],
] satisfies [NotificationFormat, string | Uint8Array, ProtocolErrorCode][])('in %s %.60s is refused with %s', (format, body, code) => {
  expect(() => readNotification(format, Buffer.from(body))).toThrow(refusal(code));
});

test('JSON values that are no texts are read as they would be written', () => {
  const body = {
    PaymentTransactionID: transactionId,
    TransactionAction: 'Sale',
    CurrentTransactionStatusCode: 'C',
    Amount: 1.5,
    IsMultiAR: false,
  };
  expect(readNotification('json', Buffer.from(JSON.stringify(body)))).toMatchObject({ type: 'payment', statusCode: 'C' });
});

test('a quote within a JSON text does not look like another field', () => {
  const fields = [...sale, ['PatientLastName', '", "TransactionAction": "Refund'] as const];
  expect(readNotification('json', bodyOf('json', fields))).toMatchObject({ transactionAction: 'Sale' });
});

test('pairs printed plain, as in the documentation, are read too', () => {
  const body = sale.map(([name, value]) => `${name}=${(value ?? '').replaceAll('&', '')}`).join('&');
  expect(readNotification('nvp', Buffer.from(body))).toMatchObject({ transactionId, additionalInfo: { 1: 'INV 7' } });
});

test.each([
  ['50.00', { cents: 5_000 }],
  ['50', { cents: 5_000 }],
  ['-50.00', {}],
  ['1,250.00', {}],
  ['fifty', {}],
  ['', {}],
])('an amount of "%s" is read where it is a plain one, and is no reason to refuse the rest', (Amount, read) => {
  const fields = { PaymentTransactionID: 'a'.repeat(32), TransactionAction: 'Refund', CurrentTransactionStatusCode: 'C', Amount };
  const {
    type: _,
    transactionId: _id,
    transactionAction: _action,
    statusCode: _code,
    additionalInfo: _info,
    ...rest
  } = readNotification('json', Buffer.from(JSON.stringify(fields))) as Extract<Notification, { type: 'payment' }>;
  expect(rest).toEqual(read);
});
