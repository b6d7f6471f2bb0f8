import { describe, expect, it } from 'vitest';
import type { CreatePaymentSession } from '@collect-payment/contract';
import { tell } from '../../../../scripts/tried/tried.ts';
import { findCardNumber } from '../../src/terms/find-card-number.ts';
import { startTestBroker } from '../support/broker.ts';
import { cardNumbers } from '../support/card-numbers.ts';
import { terms } from '../support/client.ts';
import { allowedOrigin } from '../support/credentials.ts';

const nowhere = 'http://127.0.0.1:9';
const device = { name: 'R', serialNumber: '1', firmwareVersion: '1' };
const outlet = { merchantId: '1', storeId: '1', terminalId: '1' };

/** Every field that takes a text, with this one in it, and the name it is refused by. */
const fields: readonly (readonly [param: string, put: (text: string) => Partial<CreatePaymentSession>])[] = [
  ['patient/id', (text) => ({ patient: { id: text } })],
  ['patient/firstName', (text) => ({ patient: { id: 'P', firstName: text } })],
  ['patient/lastName', (text) => ({ patient: { id: 'P', lastName: text } })],
  ['staff/id', (text) => ({ staff: { id: text } })],
  ['staff/name', (text) => ({ staff: { id: 'S', name: text } })],
  ['outlet/merchantId', (text) => ({ outlet: { ...outlet, merchantId: text } })],
  ['outlet/storeId', (text) => ({ outlet: { ...outlet, storeId: text } })],
  ['outlet/terminalId', (text) => ({ outlet: { ...outlet, terminalId: text } })],
  ['invoice', (text) => ({ invoice: text })],
  ['options/cardHolderName', (text) => ({ options: { cardHolderName: text } })],
  ['device/name', (text) => ({ device: { ...device, name: text } })],
  ['device/serialNumber', (text) => ({ device: { ...device, serialNumber: text } })],
  ['device/firmwareVersion', (text) => ({ device: { ...device, firmwareVersion: text } })],
  ['metadata/note', (text) => ({ metadata: { note: text } })],
  ['metadata', (text) => ({ metadata: { [text.replaceAll(/[^\d-]/g, '')]: 'x' } })],
  ['returnUrl', (text) => ({ returnUrl: `${allowedOrigin}/back?note=${encodeURIComponent(text)}` })],
];

describe('a card number in a creation', { timeout: 60_000 }, () => {
  it('is found in every field that takes a text', (context) => {
    const pans = cardNumbers(10_000).flatMap((pan, at) => (at % 2 === 0 ? [pan] : [pan.replaceAll(/(\d{4})(?=\d)/g, '$1-')]));
    for (const [param, put] of fields) {
      const missed = pans.filter((pan) => findCardNumber({ ...terms, ...put(pan) }, 'refuse') !== param);
      expect([param, missed]).toEqual([param, []]);
    }
    tell(
      context,
      'card numbers in creations',
      pans.length * fields.length,
      `${pans.length} in each of ${fields.length} fields; none taken`,
    );
  });

  it('is refused by the name of its field, repeated nowhere, and not stored', async () => {
    const { client, log } = await startTestBroker(nowhere);
    const said: string[] = [];
    const pans = cardNumbers(fields.length + 1);
    for (const [at, [param, put]] of fields.entries()) {
      const { status, body } = await client.call('/v1/payment-sessions', { body: { ...terms, ...put(pans[at] ?? '') } });
      expect([status, body.error.code, body.error.param]).toEqual([400, 'ERR_TEXT_CARD_NUMBER', param]);
      said.push(JSON.stringify(body));
    }
    const headers = { 'idempotency-key': `visit-${pans.at(-1)}` };
    const { body } = await client.call('/v1/payment-sessions', { body: terms, headers });
    expect([body.error.code, body.error.param]).toEqual(['ERR_TEXT_CARD_NUMBER', 'idempotency-key']);
    const all = [...said, JSON.stringify(body), ...log].join('\n');
    for (const pan of pans) expect(all).not.toContain(pan);
    expect((await client.list()).data).toEqual([]);
  });

  it('may be an id of a host whose numbers look like that, and never a name', async () => {
    const { client } = await startTestBroker(nowhere, { cardLikeIds: 'allow' });
    const [pan = ''] = cardNumbers(1);
    await client.create({ patient: { id: pan }, invoice: pan, metadata: { account: pan } });
    const { body } = await client.call('/v1/payment-sessions', { body: { ...terms, patient: { id: 'P', lastName: pan } } });
    expect(body.error.code).toBe('ERR_TEXT_CARD_NUMBER');
  });

  it('is not seen in a merchant’s number, an account or a date', async () => {
    const { client } = await startTestBroker(nowhere);
    const session = await client.create({
      patient: { id: '0004711-2026', firstName: 'Ada', lastName: 'O’Brien 3rd' },
      outlet: { merchantId: '6011000551245', storeId: '001', terminalId: '002' },
      invoice: 'INV-2026-11-21-000042',
      metadata: { phone: '+1 (555) 010-4477', at: '20261121184500', visit: '550e8400-e29b-41d4-a716-446655440000' },
    });
    expect(session.status).toBe('created');
  });
});
