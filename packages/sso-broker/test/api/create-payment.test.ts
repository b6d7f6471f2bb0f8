import type {
  CreatedPayment,
  CreatePayment,
  ErrorBody,
  Payment,
  PaymentList,
  PaymentSessionView,
  Receipt,
} from '@collect-payment/contract';
import { encodeNvp, nvpPath, readViewReceiptResponse } from '@collect-payment/protocol';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import type { BrokerChoices } from '../support/broker-json.ts';
import { terms, type Client } from '../support/client.ts';
import { account, secrets } from '../support/credentials.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

const usd = (value: string) => ({ value, currency: 'USD' }) as const;
const due = { amount: usd('125.00'), patient: { id: 'P-1' }, invoice: 'INV-1' };
/** So slow a poll that nothing is found by it. */
const intervalMs = 900_000;

type InstaMed = Awaited<ReturnType<typeof startInstaMed>>;
type Answered = CreatedPayment & ErrorBody;

/** A card is keyed at InstaMed's own side, which keeps it; the answer is its name. */
async function saveCard(instamed: InstaMed): Promise<string> {
  const { merchantId, storeId, terminalId } = account.outlet;
  const answer = await fetch(instamed.url + nvpPath, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${btoa(`${account.accountId}:${secrets.apiPassword}`)}`,
    },
    body: encodeNvp([
      ['merchantID', merchantId],
      ['storeID', storeId],
      ['terminalID', terminalId],
      ['transactionType', 'CreditCard'],
      ['transactionAction', 'SaveOnFile'],
      ['cardPresentStatus', 'PresentManualKey'],
      ['cardNumber', '4111111111111111'],
      ['cardHolderName', 'Mary Smith'],
      ['cardExpDate', '12-49'],
      ['cardVerificationNumber', '123'],
      ['amount', '12.00'],
    ]),
  });
  const saved = readViewReceiptResponse(await answer.text());
  return (saved.type === 'receipt' && saved.receipt.saveOnFileTransactionId) || '';
}

async function stage(choices: BrokerChoices = {}) {
  const instamed = await startInstaMed();
  const broker = await startTestBroker(instamed.url, { intervalMs, duplicateGuard: 'default', ...choices });
  const card = await saveCard(instamed);
  const tender = { type: 'saved-card', paymentMethodId: card } as const;
  const order: CreatePayment = { ...due, tender };
  const pay = (changes: object = {}, key = 'k1', client: Client = broker.client) =>
    client.call<Answered>('/v1/payments', { body: { ...order, ...changes }, headers: { 'idempotency-key': key } });
  const payments = () => [...instamed.ledger.launches.values()].flatMap(({ transactions }) => transactions);
  const check = async (id: string, client: Client = broker.client) =>
    (await client.call<PaymentSessionView>(`/v1/payment-sessions/${id}/check`, { body: {} })).body;
  return { instamed, broker, client: broker.client, card, tender, pay, payments, check };
}

describe('a payment that a host’s server asks for', { timeout: 60_000 }, () => {
  it.each([
    ['saved-card', (card: string) => ({ type: 'saved-card', paymentMethodId: card }), 'card'],
    ['saved-on-file', (card: string) => ({ type: 'saved-on-file', transactionId: card }), 'card'],
    ['cash', () => ({ type: 'cash' }), 'cash'],
  ] as const)('by %s is made once, and is a payment like every other', async (_, tenderOf, tender) => {
    const { client, card, pay, payments } = await stage();
    const { status, body } = await pay({ tender: tenderOf(card), metadata: { visit: '7' }, staff: { id: 'mlopez' } });
    expect([status, body.session.status, body.session.metadata]).toEqual([201, 'approved', { visit: '7' }]);
    expect(body.session.outcome).toMatchObject({ approvedAmount: usd('125.00'), late: false });
    expect(payments()).toMatchObject([{ tender, approvedCents: 12_500, transactionId: body.payment?.transactionId }]);
    const receipt = (await client.call<Receipt>(`/v1/payment-sessions/${body.session.id}/receipt`)).body;
    expect(receipt).toMatchObject({ tender, invoice: 'INV-1', patientId: 'P-1' });
    expect([receipt.card?.lastFour, receipt.saveOnFileTransactionId]).toEqual(tender === 'card' ? ['1111', card] : [undefined, undefined]);
    const { body: list } = await client.call<PaymentList>('/v1/payments');
    expect(list.data).toEqual([body.payment]);
    expect((await client.call<Payment>(`/v1/payments/${body.payment?.transactionId}`)).body).toEqual(body.payment);
  });

  it('is told by the name of a saved card that a receipt has given', async () => {
    const { client, pay } = await stage();
    const first = (await pay()).body.session.id;
    const { body: receipt } = await client.call<Receipt>(`/v1/payment-sessions/${first}/receipt`);
    const again = await pay(
      { tender: { type: 'saved-on-file', transactionId: receipt.saveOnFileTransactionId }, duplicates: 'allow' },
      'k2',
    );
    expect([again.status, again.body.session.status]).toEqual([201, 'approved']);
  });

  it('is declined by its transaction status, and may be asked for anew at once', async () => {
    const { pay, payments } = await stage();
    const declined = await pay({ amount: usd('20.05') });
    expect([declined.status, declined.body.session.status]).toEqual([201, 'declined']);
    expect(declined.body).not.toHaveProperty('payment');
    expect((await pay({ amount: usd('20.00') }, 'k2')).body.session.status).toBe('approved');
    expect(payments()).toHaveLength(2);
  });

  it('is approved in part where that is allowed, and declined where it is not', async () => {
    const { pay } = await stage();
    const part = await pay({ amount: usd('99.10'), allowPartialApproval: true });
    expect(part.body.session.outcome).toMatchObject({ status: 'partially_approved', balanceDue: usd('0.10') });
    expect(part.body.payment?.capturedAmount).toEqual(usd('99.00'));
    expect((await pay({ amount: usd('99.10'), invoice: 'INV-2' }, 'k2')).body.session.status).toBe('declined');
  });

  it('can be refunded and voided like every other', async () => {
    const { client, pay } = await stage();
    const { payment } = (await pay()).body;
    const refund = await client.call(`/v1/payments/${payment?.transactionId}/refund`, { body: {}, headers: { 'idempotency-key': 'r1' } });
    expect(refund.status).toBe(201);
  });

  it('asked for again under its key is answered again and sold once, also at once and by another process', async () => {
    const { broker, pay, payments } = await stage();
    const [one, other] = await Promise.all([pay(), pay()]);
    const statuses = [one.status, other.status];
    expect(statuses.every((status) => status === 201 || status === 202 || status === 409)).toBe(true);
    expect(statuses).toContain(201);
    const { client: next } = await broker.restart();
    const again = await pay({}, 'k1', next);
    expect([again.status, again.headers.get('idempotent-replayed'), again.body.session.status]).toEqual([201, 'true', 'approved']);
    expect(payments()).toHaveLength(1);
    expect((await pay({ amount: usd('126.00') }, 'k1', next)).body.error.code).toBe('ERR_IDEMPOTENCY_KEY_REUSED');
  });

  it.each(['sale-answer-lost', 'sale-truncated'] as const)(
    'whose answer is lost (%s) is looked up, and never sent again',
    async (fault) => {
      const { instamed, broker, pay, payments, check } = await stage({ answerTimeoutMs: 2500 });
      instamed.faults.arm(fault, { count: 1 });
      const lost = await pay();
      expect([lost.status, lost.body.session.status]).toEqual([202, 'confirming']);
      expect((await pay()).body.session.status).toBe('confirming');
      expect((await pay({}, 'k2')).body.error.code).toBe('ERR_DUPLICATE_LIVE');
      const { client: next } = await broker.restart();
      expect((await check(lost.body.session.id, next)).status).toBe('approved');
      const found = await pay({}, 'k1', next);
      expect([found.status, found.body.payment?.capturedAmount]).toEqual([201, usd('125.00')]);
      expect(payments()).toHaveLength(1);
    },
  );

  it('that InstaMed answers with an error though it is sold is looked up, and never called unsold', async () => {
    const { instamed, pay, payments, check } = await stage();
    instamed.faults.arm('sale-error-after', { count: 1 });
    const doubtful = await pay();
    expect([doubtful.status, doubtful.body.session.status]).toEqual([202, 'confirming']);
    instamed.faults.arm('receipt-not-ready', { count: 1 });
    expect((await check(doubtful.body.session.id)).status).toBe('confirming');
    expect((await pay()).status).toBe(202);
    expect((await pay({}, 'k2')).body.error.code).toBe('ERR_DUPLICATE_LIVE');
    expect(payments()).toHaveLength(1);
  });

  it('that InstaMed refuses is in doubt while InstaMed does not say what became of its sign-on', async () => {
    const { instamed, pay, payments } = await stage();
    instamed.faults.arm('status-500', { count: 1 });
    const tender = { type: 'saved-card', paymentMethodId: 'f'.repeat(32) };
    expect((await pay({ tender })).status).toBe(202);
    expect(payments()).toEqual([]);
  });

  it.each(['sale-500', 'sale-timeout'] as const)(
    'that came to nothing (%s) is in doubt: neither sent again nor called unpaid',
    async (fault) => {
      const { instamed, client, pay, payments, check } = await stage({ answerTimeoutMs: 2500 });
      instamed.faults.arm(fault, { count: 1 });
      const { session } = (await pay()).body;
      expect((await check(session.id)).status).toBe('confirming');
      expect((await pay()).status).toBe(202);
      expect((await pay({}, 'k2')).body.error.code).toBe('ERR_DUPLICATE_LIVE');
      expect((await client.call(`/v1/payment-sessions/${session.id}/launch`, { body: {} })).body.error.code).toBe('ERR_PAYMENT_UNRESOLVED');
      expect(payments()).toEqual([]);
    },
  );

  it('is made under the same key once the sign-on that failed can be made', async () => {
    const { instamed, pay, payments } = await stage();
    instamed.faults.arm('sso-500', { count: 1 });
    expect((await pay()).body.error.code).toBe('ERR_UPSTREAM_ERROR');
    expect((await pay({}, 'k2')).body.error.code).toBe('ERR_DUPLICATE_LIVE');
    expect((await pay()).body.session.status).toBe('approved');
    expect(payments()).toHaveLength(1);
  });

  it('on a card that InstaMed does not know is refused for good, is not paid, and stands in nobody’s way', async () => {
    const { client, pay, payments } = await stage();
    const tender = { type: 'saved-card', paymentMethodId: 'f'.repeat(32) };
    const refused = await pay({ tender });
    expect([refused.status, refused.body.error.code]).toEqual([502, 'ERR_SALE_REFUSED']);
    expect((await pay({ tender })).body.error.code).toBe('ERR_SALE_REFUSED');
    expect((await client.list()).data).toMatchObject([{ status: 'canceled' }]);
    expect((await pay({}, 'k2')).body.session.status).toBe('approved');
    expect(payments()).toHaveLength(1);
  });

  it('that InstaMed did not hear, for wrong credentials, is made under its key when they are right', async () => {
    const { instamed, pay, payments } = await stage();
    instamed.switches.set({ basicUser: 'before-at' });
    expect((await pay()).body.error.code).toBe('ERR_SALE_REFUSED');
    instamed.switches.set({ basicUser: 'either' });
    expect((await pay()).body.session.status).toBe('approved');
    expect(payments()).toHaveLength(1);
  });

  it('is not made beside a page for the same thing, nor after its payment; nor is a page joined to it', async () => {
    const { instamed, client, pay } = await stage();
    const page = await client.create({ ...terms, invoice: 'INV-1' });
    const refused = await pay();
    expect([refused.status, refused.body.error]).toMatchObject([409, { code: 'ERR_DUPLICATE_LIVE', session: { id: page.id } }]);
    expect((await pay()).headers.get('idempotent-replayed')).toBe('true');
    await onScreen(instamed, await client.launch(page), 'pay', { cardNumber: '4111111111111111', expiry: '12/49' });
    await client.call(`/v1/payment-sessions/${page.id}/check`, { body: {} });
    expect((await pay({}, 'k2')).body.error.code).toBe('ERR_DUPLICATE_RECENTLY_PAID');
    instamed.faults.arm('sso-500', { count: 1 });
    await pay({ invoice: 'INV-3' }, 'k3');
    const joining = await client.call('/v1/payment-sessions', { body: { ...terms, invoice: 'INV-3' } });
    expect(joining.body.error.code).toBe('ERR_DUPLICATE_OTHER_TERMS');
  });

  it('needs an Idempotency-Key', async () => {
    const { client, tender } = await stage();
    const { status, body } = await client.call('/v1/payments', { body: { ...due, tender } });
    expect([status, body.error.code]).toEqual([400, 'ERR_IDEMPOTENCY_KEY_REQUIRED']);
  });

  it.each([
    [{ tender: 'cash' }, 'ERR_FIELD_TYPE', 'tender'],
    [{ tender: {} }, 'ERR_FIELD_MISSING', 'tender/type'],
    [{ tender: { type: 'cheque' } }, 'ERR_FIELD_VALUE', 'tender/type'],
    [{ tender: { type: 'saved-card' } }, 'ERR_FIELD_MISSING', 'tender/paymentMethodId'],
    [{ tender: { type: 'saved-card', paymentMethodId: 'abc' } }, 'ERR_FIELD_VALUE', 'tender/paymentMethodId'],
    [{ tender: { type: 'saved-on-file', paymentMethodId: 'a'.repeat(32) } }, 'ERR_FIELD_MISSING', 'tender/transactionId'],
    [{ tender: { type: 'cash', change: '1' } }, 'ERR_FIELD_UNKNOWN', 'tender/change'],
    [{ tender: undefined }, 'ERR_FIELD_MISSING', 'tender'],
    [{ screen: 'simple-collect' }, 'ERR_FIELD_UNKNOWN', 'screen'],
    [{ amount: usd('0.00') }, 'ERR_AMOUNT_ZERO', 'amount/value'],
  ])('that is asked for amiss (%j) is refused: %s', async (changes, code, param) => {
    const { pay } = await stage();
    const { status, body } = await pay(changes);
    expect([status, body.error.code, body.error.param]).toEqual([400, code, param]);
  });

  it('keeps the name of its card in no log and no stored session', async () => {
    const { broker, client, card, pay } = await stage();
    const { session } = (await pay()).body;
    expect(broker.log.join('\n')).not.toContain(card);
    expect(JSON.stringify(await client.read(session.id))).not.toContain(card);
  });
});
