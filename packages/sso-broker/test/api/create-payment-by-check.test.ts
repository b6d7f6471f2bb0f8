import type { AttentionList, CreatedPayment, CreatePayment, ErrorBody, Payment, Receipt, ReversedPayment } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import type { BrokerChoices } from '../support/broker-json.ts';
import type { Client } from '../support/client.ts';
import { basicInbound, connectWebhooks, notification, post } from '../support/inbound.ts';
import { startInstaMed } from '../support/instamed.ts';

const usd = (value: string) => ({ value, currency: 'USD' }) as const;
const tender = {
  type: 'check',
  accountType: 'checking',
  routingNumber: '021000021',
  accountNumber: '000987654321',
  holder: { firstName: 'Mary', lastName: 'Smith' },
} as const;
const order: CreatePayment = { amount: usd('125.00'), patient: { id: 'P-1' }, invoice: 'INV-1', tender };
const checkSales = { enabled: true, creditEffectiveOffset: 0, debitEffectiveOffset: 0 };
const intervalMs = 900_000;

type Answered = CreatedPayment & ErrorBody;

async function stage(choices: BrokerChoices = {}) {
  const instamed = await startInstaMed();
  const broker = await startTestBroker(instamed.url, {
    intervalMs,
    duplicateGuard: 'default',
    checkSales,
    inbound: basicInbound,
    ...choices,
  });
  const { client } = broker;
  const pay = (changes: object = {}, key = 'k1', by: Client = client) =>
    by.call<Answered>('/v1/payments', { body: { ...order, ...changes }, headers: { 'idempotency-key': key } });
  const payments = () => [...instamed.ledger.launches.values()].flatMap(({ transactions }) => transactions);
  const reasons = async (by: Client = client) => (await by.call<AttentionList>('/v1/attention')).body.data.map(({ reason }) => reason);
  const statusOf = async (id: string, by: Client = client) => (await by.read(id)).status;
  return { instamed, broker, client, pay, payments, reasons, statusOf };
}

describe('an eCheck that a host’s server asks for', { timeout: 60_000 }, () => {
  it.each(['1.1', '1.2'] as const)('is sold once by SOAP %s, and is a payment like every other', async (soapVersion) => {
    const { client, pay, payments } = await stage({ soapVersion });
    const { status, body } = await pay();
    expect([status, body.session.status]).toEqual([201, 'approved']);
    expect(payments()).toMatchObject([{ tender: 'check', approvedCents: 12_500, transactionId: body.payment?.transactionId }]);
    const receipt = (await client.call<Receipt>(`/v1/payment-sessions/${body.session.id}/receipt`)).body;
    expect(receipt).toMatchObject({ tender: 'check', invoice: 'INV-1', patientId: 'P-1' });
    expect((await client.call<Payment>(`/v1/payments/${body.payment?.transactionId}`)).body).toEqual(body.payment);
    expect((await pay()).headers.get('idempotent-replayed')).toBe('true');
    expect(payments()).toHaveLength(1);
  });

  it('is declined by its transaction status', async () => {
    const { pay } = await stage();
    for (const [value, key] of [
      ['20.05', 'k1'],
      ['99.10', 'k2'],
    ] as const)
      expect((await pay({ amount: usd(value), invoice: key }, key)).body.session.status).toBe('declined');
  });

  it('is voided by SOAP, and not refunded', async () => {
    const { client, pay, instamed } = await stage();
    const path = `/v1/payments/${(await pay()).body.payment?.transactionId}`;
    const reverse = (what: string) =>
      client.call<ReversedPayment & ErrorBody>(`${path}/${what}`, { body: {}, headers: { 'idempotency-key': what } });
    expect((await reverse('refund')).body.error.code).toBe('ERR_PAYMENT_NOT_CARD');
    expect((await reverse('void')).body.reversal).toMatchObject({ status: 'succeeded', foundBy: 'answer' });
    expect(instamed.ledger.reversals).toMatchObject([{ type: 'void', cents: 12_500 }]);
  });

  it('whose void has lost its answer is not voided again, and goes to a person: no receipt shows it', async () => {
    const { client, pay, instamed } = await stage({ answerTimeoutMs: 2_500 });
    const path = `/v1/payments/${(await pay()).body.payment?.transactionId}/void`;
    instamed.faults.arm('reversal-answer-lost', { count: 1 });
    const voided = () => client.call<ReversedPayment>(path, { body: {}, headers: { 'idempotency-key': 'v' } });
    expect((await voided()).body.reversal.status).toBe('unknown');
    expect((await voided()).body.reversal.status).toBe('unknown');
    expect(instamed.ledger.reversals).toHaveLength(1);
  });

  it.each(['sale-answer-lost', 'sale-truncated', 'sale-500', 'sale-timeout'] as const)(
    'whose answer is lost (%s) is never sent again, is unresolved, and a person is told',
    async (fault) => {
      const { instamed, broker, pay, payments, reasons, statusOf } = await stage({ answerTimeoutMs: 2_500 });
      instamed.faults.arm(fault, { count: 1 });
      const lost = await pay();
      expect([lost.status, lost.body.session.status]).toEqual([202, 'unresolved']);
      expect((await pay()).body.session.status).toBe('unresolved');
      expect((await pay({}, 'k2')).body.error.code).toBe('ERR_DUPLICATE_LIVE');
      const { client: next } = await broker.restart();
      await next.call(`/v1/payment-sessions/${lost.body.session.id}/check`, { body: {} });
      expect(await statusOf(lost.body.session.id, next)).toBe('unresolved');
      expect((await pay({}, 'k1', next)).status).toBe(202);
      expect(await reasons(next)).toEqual(['sale_unresolved']);
      expect(payments()).toHaveLength(fault === 'sale-answer-lost' || fault === 'sale-truncated' ? 1 : 0);
    },
  );

  it.each(['json', 'xml', 'nvp'] as const)('whose answer is lost is settled by InstaMed’s webhook, as %s', async (format) => {
    const { instamed, broker, client, pay, payments, statusOf } = await stage();
    await connectWebhooks(instamed, broker, format);
    instamed.faults.arm('sale-truncated', { count: 1 });
    const { session } = (await pay()).body;
    await expect.poll(() => statusOf(session.id), { timeout: 30_000 }).toBe('approved');
    const { body } = await client.call<Payment>(`/v1/payments/${payments()[0]?.transactionId}`);
    expect(body).toMatchObject({ status: 'captured', capturedAmount: usd('125.00') });
    const again = await pay();
    expect([again.status, again.body.payment]).toEqual([201, body]);
    expect(payments()).toHaveLength(1);
  });

  it('whose answer is lost is not settled by a webhook of another amount, nor by one that proves nothing', async () => {
    const { instamed, broker, pay, reasons, statusOf } = await stage();
    instamed.faults.arm('sale-truncated', { count: 1 });
    const { session } = (await pay()).body;
    const told = { TransactionType: 'eCheck', AdditionalInfo5: session.id };
    expect((await post(broker, notification({ ...told, Amount: '125.00' }), 'Basic d3Jvbmc6d3Jvbmc=')).status).toBe(401);
    expect((await post(broker, notification({ ...told, Amount: '124.99' }))).status).toBe(200);
    await expect.poll(() => reasons(), { timeout: 30_000 }).toEqual(['sale_unresolved', 'orphan_payment']);
    expect(await statusOf(session.id)).toBe('unresolved');
  });

  it('that never left is asked for again under its key, and sold once', async () => {
    const instamed = await startInstaMed();
    const closed = { checkSales, intervalMs };
    const broker = await startTestBroker(instamed.url, closed, undefined, {});
    const pay = () => broker.client.call<Answered>('/v1/payments', { body: order, headers: { 'idempotency-key': 'k' } });
    instamed.switches.set({ basicUser: 'before-at' });
    expect((await pay()).body.error.code).toBe('ERR_SALE_REFUSED');
    instamed.switches.set({ basicUser: 'either' });
    expect((await pay()).body.session.status).toBe('approved');
  });

  it('that another account is named for is another request', async () => {
    const { pay, payments } = await stage();
    await pay();
    const other = await pay({ tender: { ...tender, accountNumber: '000987654322' } });
    expect([other.status, other.body.error.code]).toEqual([422, 'ERR_IDEMPOTENCY_KEY_REUSED']);
    expect(payments()).toHaveLength(1);
  });

  it.each([undefined, { ...checkSales, enabled: false }])(
    'is refused where the configuration has %j, and no session is made',
    async (setting) => {
      const { client, pay } = await stage({ checkSales: setting as object });
      const { status, body } = await pay();
      expect([status, body.error.code, body.error.param]).toEqual([400, 'ERR_SALE_CHECK_OFF', 'tender/type']);
      expect((await client.list()).data).toEqual([]);
    },
  );

  it.each([
    [{ routingNumber: '021000022' }, 'ERR_ROUTING_NUMBER_INVALID', 'tender/routingNumber'],
    [{ routingNumber: '02100002' }, 'ERR_FIELD_VALUE', 'tender/routingNumber'],
    [{ routingNumber: 21_000_021 }, 'ERR_FIELD_TYPE', 'tender/routingNumber'],
    [{ accountNumber: '123' }, 'ERR_FIELD_VALUE', 'tender/accountNumber'],
    [{ accountNumber: '1'.repeat(18) }, 'ERR_FIELD_VALUE', 'tender/accountNumber'],
    [{ accountNumber: '4111111111111111' }, 'ERR_SALE_CARD_DATA', 'tender/accountNumber'],
    [{ accountType: 'giro' }, 'ERR_FIELD_VALUE', 'tender/accountType'],
    [{ holder: { firstName: 'Mary' } }, 'ERR_FIELD_MISSING', 'tender/holder/lastName'],
    [{ holder: { firstName: ' ', lastName: 'Smith' } }, 'ERR_TEXT_EMPTY', 'tender/holder/firstName'],
    [{ holder: { firstName: 'Mary\u0000', lastName: 'Smith' } }, 'ERR_TEXT_CONTROL_CHARACTER', 'tender/holder/firstName'],
    [{ holder: { firstName: 'Mary\uD800', lastName: 'Smith' } }, 'ERR_TEXT_NOT_UNICODE', 'tender/holder/firstName'],
    [{ holder: { firstName: 'Mary', lastName: '4111 1111 1111 1111' } }, 'ERR_SALE_CARD_DATA', 'tender/holder/lastName'],
    [{ checkNumber: '1' }, 'ERR_FIELD_UNKNOWN', 'tender/checkNumber'],
  ])('with %j is refused: %s, and not a digit of it is told', async (change, code, param) => {
    const { broker, pay, payments } = await stage();
    const { status, body } = await pay({ tender: { ...tender, ...change } });
    expect([status, body.error.code, body.error.param]).toEqual([400, code, param]);
    expect(`${JSON.stringify(body)}${broker.log.join('')}`).not.toMatch(/02100002|987654321|4111/);
    expect(payments()).toEqual([]);
  });
});
