import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeNvp, encodeCardSaleRequest, encodeNvp, nvpFormOf, readCardSaleResponse, type CardSaleRequest } from '../../src/index.ts';
import { sampleRead, sampleResponse } from '../card-data/sample.ts';
import { refusalOf } from '../hostile/refusal.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures/nvp', `${name}.txt`), 'utf8').trimEnd();

const sale: CardSaleRequest = {
  merchantId: '1000',
  storeId: '10',
  terminalId: '1',
  userId: 'dynaprouser',
  requestedCents: 12_500,
  entry: 'chip',
  fallback: false,
  device: { name: 'DynaPro SC', serialNumber: '98DC2522081D0A0E', firmwareVersion: '30050851-D1-PCI' },
  encryptedData: sampleRead,
  allowPartialPayment: false,
  token: 'NTJmY2Y5NmM=',
  additionalInfo: { 5: 'ps_1' },
};
const fieldsOf = (body: string) => Object.fromEntries(decodeNvp(body, { form: nvpFormOf(body) }).entries());

test('a sale has the fields of InstaMed’s sample, the amount, the sign-on, and what is told to nobody else', () => {
  const { amount, singleSignOnToken, additionalInfo5, ...documented } = fieldsOf(encodeCardSaleRequest(sale));
  expect(documented).toEqual({ ...fieldsOf(fixture('emv-sale-request')), requestToken: 'false' });
  expect({ amount, singleSignOnToken, additionalInfo5 }).toEqual({
    amount: '125.00',
    singleSignOnToken: 'NTJmY2Y5NmM=',
    additionalInfo5: 'ps_1',
  });
});

test.each([
  ['chip', 'PresentEMV'],
  ['contactless', 'MSDContactless'],
  ['swipe', 'PresentSwipeSign'],
] as const)('a %s is present as %s', (entry, status) => {
  expect(fieldsOf(encodeCardSaleRequest({ ...sale, entry }))['cardPresentStatus']).toBe(status);
});

const approved = [
  ['transactionStatus', 'C'],
  ['transactionID', '3A1AB7A248524C6287FA79C6A26F7CA5'],
  ['responseCode', '000'],
] as const;

test('an answer is a receipt and what the reader is told', () => {
  const answer = readCardSaleResponse(encodeNvp([...approved, ['emvResponse', sampleResponse]]));
  expect(answer).toMatchObject({ type: 'sold', receipt: { transactionStatus: 'C', responseCode: '000' }, emvResponse: sampleResponse });
});

test('a response for the reader that is none is left out, and the receipt counts', () => {
  const answer = readCardSaleResponse(encodeNvp([...approved, ['emvResponse', sampleResponse.slice(2)]]));
  expect(answer).toMatchObject({ type: 'sold' });
  expect(answer).not.toHaveProperty('emvResponse');
});

test('InstaMed’s error says that nothing was sold', () => {
  expect(readCardSaleResponse(fixture('error'))).toEqual({ type: 'refused', errorCode: '400' });
});

test('the part of an answer that InstaMed prints decides nothing', () => {
  expect(refusalOf(() => readCardSaleResponse(fixture('emv-sale-response')))?.code).toBe('ERR_RECEIPT_FIELD');
});
