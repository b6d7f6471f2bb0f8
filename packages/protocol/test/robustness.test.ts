import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs, tell } from '../../../scripts/tried/tried.ts';
import {
  decodeCents,
  decodeNvp,
  decodeSsoParameters,
  decodeTokenStatusRequest,
  encodeNvp,
  judgeReceipt,
  readNotification,
  readCardSaleResponse,
  readRestReversalResponse,
  readReversalResponse,
  readSoapReversalResponse,
  readSsoAnswer,
  readSoapECheckSaleResponse,
  readTokenStatusResponse,
  readViewReceiptResponse,
  writeNotification,
  type NotificationFormat,
} from '../src/index.ts';
import { refusalOf } from './hostile/refusal.ts';

const load = (folder: string, extension: string) =>
  readdirSync(join(import.meta.dirname, 'fixtures', folder))
    .filter((file) => file.endsWith(extension))
    .map((file) => readFileSync(join(import.meta.dirname, 'fixtures', folder, file)));
const samples = { nvp: load('nvp', '.txt'), soap: load('soap', '.xml') };

/** Bytes of any kind, and documented samples with a few bytes changed, dropped or repeated: these get past the first check. */
const hostile = (from: readonly Buffer[]) =>
  fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
    fc
      .record({
        sample: fc.constantFrom(...from),
        at: fc.nat(),
        drop: fc.nat({ max: 8 }),
        insert: fc.uint8Array({ maxLength: 8 }),
        end: fc.nat(),
      })
      .map(({ sample, at, drop, insert, end }) => {
        const start = at % sample.length;
        const damaged = Buffer.concat([sample.subarray(0, start), insert, sample.subarray(start + drop)]);
        return end % 2 === 0 ? damaged : damaged.subarray(0, end % damaged.length);
      }),
  );

const origin = 'https://online.instamed.com';
const voidedBySoap = Buffer.from(
  '<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Body>' +
    '<DoCreditCardSecondaryVoidResponse xmlns="http://online.instamed.com/TransactionServices/Payment/v1r3/"><DoCreditCardSecondaryVoidResult>' +
    '<TransactionStatus>C</TransactionStatus><ResponseCode>000</ResponseCode><PrimaryTransactionStatus>V</PrimaryTransactionStatus>' +
    '</DoCreditCardSecondaryVoidResult></DoCreditCardSecondaryVoidResponse></E:Body></E:Envelope>',
);
const soldByCheck = Buffer.from(
  '<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Body>' +
    '<DoECheckAuthAndCaptResponse xmlns="http://online.instamed.com/TransactionServices/Payment/v1r3/"><DoECheckAuthAndCaptResult>' +
    '<TransactionID>0123456789abcdef0123456789abcdef</TransactionID><TransactionStatus>C</TransactionStatus><ResponseCode>000</ResponseCode>' +
    '</DoECheckAuthAndCaptResult></DoECheckAuthAndCaptResponse></E:Body></E:Envelope>',
);
const refundedByRest = Buffer.from(
  JSON.stringify({
    TransactionID: '0123456789abcdef0123456789abcdef',
    TransactionStatus: 'C',
    ResponseCode: '000',
    IsPartiallyApproved: false,
  }),
);
const signOn = Buffer.from(`relayState=${encodeURIComponent(origin)}&accountID=a%40b&ssoAlias=c&amount=125.00&lightWeight=true`);
const notification = (format: NotificationFormat) =>
  Buffer.from(
    writeNotification(
      format,
      [
        ['PaymentTransactionID', '0123456789abcdef0123456789abcdef'],
        ['TransactionAction', 'Sale'],
        ['CurrentTransactionStatusCode', 'C'],
        ['PatientFirstName', 'Seán <&">'],
        ['SingleSignOnToken', 'NTJmY2Y5NmM='],
        ['PatientMiddleName', null],
        ['AdditionalInfo5', 'ps_0000000000000000000001'],
      ],
      'PaymentTransaction',
    ).body,
  );
const readers: readonly (readonly [string, readonly Buffer[], (bytes: Uint8Array) => unknown])[] = [
  ['decodeNvp', samples.nvp, (bytes) => decodeNvp(bytes)],
  ['decodeNvp as documented', samples.nvp, (bytes) => decodeNvp(bytes, { form: 'as-documented' })],
  ['decodeSsoParameters', [signOn], (bytes) => decodeSsoParameters(decodeNvp(bytes))],
  ['readViewReceiptResponse', samples.nvp, (bytes) => readViewReceiptResponse(bytes)],
  ['readCardSaleResponse', samples.nvp, (bytes) => readCardSaleResponse(bytes)],
  ['readReversalResponse', samples.nvp, (bytes) => readReversalResponse(bytes)],
  ['readSoapReversalResponse', [voidedBySoap], (bytes) => readSoapReversalResponse(bytes, 'DoCreditCardSecondaryVoid')],
  ['readSoapECheckSaleResponse', [soldByCheck], (bytes) => readSoapECheckSaleResponse(bytes)],
  ['readRestReversalResponse', [refundedByRest], (bytes) => readRestReversalResponse(bytes)],
  ['readTokenStatusResponse', samples.soap, (bytes) => readTokenStatusResponse(bytes)],
  ['decodeTokenStatusRequest', samples.soap, (bytes) => decodeTokenStatusRequest(bytes)],
  ['readNotification of JSON', [notification('json')], (bytes) => readNotification('json', bytes)],
  ['readNotification of XML', [notification('xml')], (bytes) => readNotification('xml', bytes)],
  ['readNotification of name-value pairs', [notification('nvp')], (bytes) => readNotification('nvp', bytes)],
  ['decodeCents', [Buffer.from('125.00')], (bytes) => decodeCents(Buffer.from(bytes).toString('latin1'))],
  [
    'readSsoAnswer',
    [Buffer.from(`${origin}/providers/Form/SSO/SSOError?respCode=401`), Buffer.from(`${origin}/x?token=NTJmY2Y5NmM`)],
    (bytes) => readSsoAnswer({ status: 200, headers: { relaystate: Buffer.from(bytes).toString('latin1') } }, origin),
  ],
];

describe.for(readers)('%s', ([name, from, read]) => {
  test('reads or refuses whatever comes, and never breaks', { timeout: 120_000 }, (context) => {
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(hostile(from), (bytes) => {
        const refusal = refusalOf(() => read(bytes));
        if (refusal) seen.refused += 1;
        else seen.read += 1;
      }),
      runs(20_000),
    );
    tell(context, name, seen.read + seen.refused, `damaged messages: ${seen.read} read, ${seen.refused} refused, 0 crashes`);
    expect(seen.refused).toBeGreaterThan(0);
    expect(seen.read).toBeGreaterThan(0);
  });
});

test('a SOAP message cut at any byte is refused', () => {
  for (const sample of samples.soap) {
    const whole = sample.toString('latin1').trimEnd().length;
    for (let length = 0; length < whole; length += 1) {
      const cut = sample.subarray(0, length);
      expect(refusalOf(() => readTokenStatusResponse(cut))?.code).toBe('ERR_XML_NOT_WELL_FORMED');
      expect(refusalOf(() => decodeTokenStatusRequest(cut))?.code).toBe('ERR_XML_NOT_WELL_FORMED');
    }
  }
});

const verdictOf = (body: string): string => {
  const answer = readViewReceiptResponse(body);
  return answer.type === 'receipt' ? JSON.stringify(judgeReceipt(answer.receipt, 12_500)) : 'no receipt';
};

const verdictOfCut = (body: string): string => {
  let verdict = 'refused';
  refusalOf(() => {
    verdict = verdictOf(body);
  });
  return verdict;
};

describe('a receipt cut at any byte never tells another outcome than the whole one, nor that there is none', () => {
  const fields = decodeNvp(readFileSync(join(import.meta.dirname, 'fixtures/nvp/view-receipt-response.txt')), { form: 'as-documented' });

  test.each([
    ['declined', 'D', '010', 'Partially Approved $1.00'],
    ['approved', 'C', '000', 'APPROVAL'],
    ['partially approved', 'C', '010', 'Partially Approved $1.00'],
    ['charged back', 'CB', '000', 'APPROVAL'],
  ])('%s', (_, transactionStatus, responseCode, responseMessage) => {
    const outcome: Readonly<Record<string, string>> = { transactionStatus, responseCode, responseMessage };
    const pairs = Array.from(fields.entries(), ([name, value]) => [name, outcome[name] ?? value] as const);
    for (const body of [encodeNvp(pairs), pairs.map(([name, value]) => `${name}=${value}`).join('&')]) {
      const cuts = Array.from({ length: body.length }, (_unused, length) => verdictOfCut(body.slice(0, length)));
      expect(new Set(cuts)).toEqual(new Set(['refused', verdictOf(body)]));
    }
  });
});
