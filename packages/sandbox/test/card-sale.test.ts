import {
  encodeCardSaleRequest,
  encodeViewReceiptRequest,
  nvpPath,
  readCardSaleResponse,
  readViewReceiptResponse,
  decodeEmvResponse,
  findValue,
  type CardSaleRequest,
} from '@collect-payment/protocol';
import { describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import { account, control, launchToken, runningSandbox } from './signed-on.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const sample = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../protocol/test/fixtures/nvp/emv-sale-request.json'), 'utf8'),
) as Readonly<Record<string, string>>;

const post = (sandbox: RunningSandbox, body: string) =>
  fetch(sandbox.url + nvpPath, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${account.apiUser}:${account.apiPassword}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body,
  });

async function signedOn(switches: Readonly<Record<string, string>> = {}, requestedCents = 12_500) {
  const sandbox = await runningSandbox({ switches });
  const token = await launchToken(sandbox, { requestedCents });
  const sale: CardSaleRequest = {
    ...account.outlet,
    userId: 'mlopez',
    requestedCents,
    entry: 'chip',
    fallback: false,
    device: { name: 'DynaPro SC', serialNumber: '98DC2522081D0A0E', firmwareVersion: '30050851-D1-PCI' },
    encryptedData: sample['encryptedEMVData'] ?? '',
    allowPartialPayment: false,
    token,
    additionalInfo: { 5: 'ps_1' },
  };
  const sell = async (changes: Partial<CardSaleRequest> = {}) =>
    readCardSaleResponse(await (await post(sandbox, encodeCardSaleRequest({ ...sale, ...changes }))).text());
  const receipt = async () =>
    readViewReceiptResponse(await (await post(sandbox, encodeViewReceiptRequest({ ...account.outlet, token }))).text());
  const payments = async () => (await control(sandbox, 'GET', 'ledger')).json['payments'] ?? [];
  return { sandbox, sell, receipt, payments };
}

const responseCodeOf = (emvResponse: string | undefined) =>
  Buffer.from(findValue(decodeEmvResponse(emvResponse ?? '').objects, '8A') ?? new Uint8Array()).toString();

describe('a sale by a card reader', () => {
  test('of InstaMed’s documented read is approved, and its receipt is found by its token', async () => {
    const { sell, receipt, payments } = await signedOn();
    const answer = await sell();
    expect(answer).toMatchObject({
      type: 'sold',
      receipt: { transactionStatus: 'C', lastFour: '9619', cardBrand: 'VISA', entryMode: 'Chip', emv: { applicationName: 'VISA CREDIT' } },
    });
    expect(responseCodeOf(answer.type === 'sold' ? answer.emvResponse : undefined)).toBe('00');
    expect(await receipt()).toEqual({ type: 'receipt', receipt: answer.type === 'sold' && answer.receipt });
    expect(await payments()).toMatchObject([
      { approvedCents: 12_500, device: { name: 'DynaPro SC', serialNumber: '98DC2522081D0A0E', firmwareVersion: '30050851-D1-PCI' } },
    ]);
  });

  test('is declined by its amount, and the card is told', async () => {
    const { sell } = await signedOn({}, 2_005);
    const answer = await sell();
    expect(answer).toMatchObject({ type: 'sold', receipt: { transactionStatus: 'D', responseCode: '005' } });
    expect(responseCodeOf(answer.type === 'sold' ? answer.emvResponse : undefined)).toBe('05');
  });

  test('sent twice on one token is made once', async () => {
    const { sell, payments } = await signedOn();
    expect(await sell()).toMatchObject({
      receipt: { transactionId: ((await sell()) as { receipt: { transactionId: string } }).receipt.transactionId },
    });
    expect(await payments()).toHaveLength(1);
  });

  test('is found by no token where the switch says that sales are tied to none', async () => {
    const { sell, receipt, payments } = await signedOn({ saleToken: 'ignored' });
    expect((await sell()).type).toBe('sold');
    expect((await receipt()).type).toBe('no-receipt');
    expect(await payments()).toHaveLength(1);
  });

  test.each([
    ['with a read in the clear', { encryptedData: Buffer.from(';4111111111111111=30121010000012345678?').toString('hex') }],
    ['with a read cut short', { encryptedData: (sample['encryptedEMVData'] ?? '').slice(0, -2) }],
    ['on an unknown token', { token: 'bm9uZQ==' }],
    ['of nothing', { requestedCents: 0 }],
    ['of another outlet', { storeId: '999' }],
    ['by a reader without a name', { device: { name: ' ', serialNumber: '1', firmwareVersion: '1' } }],
  ])('%s is refused, and nothing is sold', async (_, changes) => {
    const { sell, payments } = await signedOn();
    expect((await sell(changes)).type).toBe('refused');
    expect(await payments()).toEqual([]);
  });
});
