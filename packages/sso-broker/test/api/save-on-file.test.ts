import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AttentionList,
  CreatedPayment,
  CreatedPaymentSession,
  PaymentList,
  PaymentSessionView,
  WebhookEvent,
} from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import type { BrokerChoices } from '../support/broker-json.ts';
import { secrets } from '../support/credentials.ts';
import { makeDirectory } from '../support/directory.ts';
import { onScreen, startInstaMed, tokenOf } from '../support/instamed.ts';
import { startReceiver, WebhookReceiver } from '../support/webhook-receiver.ts';

/** So slow a poll that nothing is found by it. */
const intervalMs = 900_000;
const asked = { screen: 'save-on-file', patient: { id: 'P-1', firstName: 'Mary', lastName: 'Smith' } } as const;

async function stage(choices: BrokerChoices = {}) {
  const instamed = await startInstaMed();
  const receiver = await startReceiver();
  const directory = makeDirectory();
  const broker = await startTestBroker(
    instamed.url,
    { intervalMs, webhooks: [{ id: 'portal', url: receiver.url }], ...choices },
    directory,
  );
  const { client } = broker;
  const create = async (changes: object = {}) =>
    (await client.call<CreatedPaymentSession>('/v1/payment-sessions', { body: { ...asked, ...changes } })).body;
  const cards = () => [...instamed.ledger.savedCards.values()];
  const check = async ({ id }: { readonly id: string }, key?: string) =>
    (await client.call<PaymentSessionView>(`/v1/payment-sessions/${id}/check`, { body: {}, key })).body;
  const fault = (faults: object) =>
    fetch(`${instamed.url}/sandbox/faults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(faults),
    });
  /** Entered on the screen, and found by a look. */
  const save = async (changes: object = {}, card: object = {}) => {
    const session = await create(changes);
    await onScreen(instamed, await client.launch(session), 'pay', card);
    return { session, view: await check(session) };
  };
  return { instamed, receiver, broker, directory, client, create, cards, check, fault, save };
}

describe('a card that is saved on InstaMed’s page', { timeout: 60_000 }, () => {
  it.each(['saml', 'nvp'] as const)('by %s is signed on with what public clients send, and no more', async (sso) => {
    const { instamed, client, create } = await stage();
    const session = await create({
      sso,
      options: { cardEntry: 'keyed', cardHolderName: 'Mary Smith' },
      staff: { id: 'mlopez', name: 'Marta' },
    });
    const { url } = await client.launch(session);
    expect(new URL(url).pathname).toBe('/providers/Form/PatientPayments/NewPaymentPlanSimpleSSO');
    const [launch] = instamed.ledger.launches.values();
    const { securityKey: _, ...parameters } = launch!.parameters;
    expect(Object.keys(parameters).toSorted()).toEqual(
      [
        ['accountId', 'ssoAlias', 'id', 'relayState', 'responseActionType', 'requestToken', 'lightWeight', 'confirmUrl', 'cancelUrl'],
        ['userId', 'userName', 'patientId', 'patientFirstName', 'patientLastName', 'creditCardKeyed', 'cardHolderName', 'additionalInfo'],
      ]
        .flat()
        .toSorted(),
    );
    expect(parameters).toMatchObject({ requestToken: true, creditCardKeyed: true, additionalInfo: { 5: session.id } });
  });

  it('is told to the host’s server with its name, which then sells on it', async () => {
    const { client, cards, save, instamed } = await stage();
    const { view } = await save();
    const [card] = cards();
    expect(view).toMatchObject({ status: 'saved', outcome: { status: 'saved', final: true, late: false } });
    expect(view.outcome?.savedCard).toEqual({
      saveOnFileTransactionId: card?.transactionId,
      brand: 'VISA',
      lastFour: '1111',
      expirationMonth: 12,
      expirationYear: card?.card.expirationYear,
    });
    for (const money of ['amount', 'requestedAmount', 'approvedAmount', '0.00']) expect(JSON.stringify(view)).not.toContain(money);
    const tender = { type: 'saved-on-file', transactionId: view.outcome?.savedCard?.saveOnFileTransactionId };
    const body = { amount: { value: '125.00', currency: 'USD' }, patient: asked.patient, tender };
    const sold = await client.call<CreatedPayment>('/v1/payments', { body, headers: { 'idempotency-key': 'k1' } });
    expect([sold.status, sold.body.session.status]).toEqual([201, 'approved']);
    expect([...instamed.ledger.launches.values()].flatMap(({ transactions }) => transactions)).toMatchObject([{ approvedCents: 12_500 }]);
  });

  it('is never named to its page: not in a view, an event, a refusal, a webhook, a log or the database in the clear', async () => {
    const { client, cards, create, instamed, check, receiver, broker, directory } = await stage();
    const session = await create();
    const events = await client.follow(session);
    const launch = await client.launch(session);
    await onScreen(instamed, launch, 'pay');
    const page = { key: session.clientSecret };
    const told: unknown[] = [await check(session, session.clientSecret), await events.until('saved')];
    await events.close();
    for (const path of ['', '/receipt']) told.push((await client.call(`/v1/payment-sessions/${session.id}${path}`, page)).body);
    for (const call of ['check', 'cancel', 'launch', 'card-read'])
      told.push((await client.call(`/v1/payment-sessions/${session.id}/${call}`, { ...page, body: {} })).body);
    for (const view of told.slice(0, 3)) expect(view).toMatchObject({ outcome: { savedCard: { brand: 'VISA', lastFour: '1111' } } });
    expect(told[3]).toMatchObject({ error: { code: 'ERR_RECEIPT_NONE' } });
    await receiver.count(1);
    const name = cards()[0]?.transactionId ?? 'none';
    expect(JSON.stringify([told, receiver.received, broker.log]).toLowerCase()).not.toContain(name.toLowerCase());
    const rows = readdirSync(directory).map((file) => readFileSync(join(directory, file), 'latin1'));
    expect(rows.join('')).toContain(session.id);
    expect(rows.join('').toLowerCase()).not.toContain(name.toLowerCase());
    const event: WebhookEvent = WebhookReceiver.verify(receiver.received[0]!, secrets.webhookSecret);
    expect(event).toMatchObject({ type: 'payment.settled', data: { sessionId: session.id, status: 'saved', final: true } });
    expect(event.data).not.toHaveProperty('transactionId');
  });

  it('is no payment: it is in no list of them, and cannot be voided, refunded, read or sold by a card reader', async () => {
    const { client, cards, save, create } = await stage();
    await save();
    const id = cards()[0]?.transactionId ?? '';
    expect((await client.call<PaymentList>('/v1/payments')).body.data).toEqual([]);
    for (const what of ['void', 'refund']) {
      const answer = await client.call(`/v1/payments/${id}/${what}`, { body: {}, headers: { 'idempotency-key': what } });
      expect([answer.status, answer.body.error.code]).toEqual([404, 'ERR_PAYMENT_UNKNOWN']);
    }
    expect((await client.call(`/v1/payments/${id}`)).body.error.code).toBe('ERR_PAYMENT_UNKNOWN');
    const device = { name: 'DynaFlex', serialNumber: 'B5A1F2C', firmwareVersion: '1.0.7' };
    const read = { device, entry: 'chip', fallback: false, data: 'f900' };
    const sale = await client.call(`/v1/payment-sessions/${(await create()).id}/card-read`, { body: read });
    expect(sale.status).toBe(400);
  });

  it.each([
    ['an answer that is lost', { 'receipt-500': 1 }],
    ['an answer that is cut', { 'receipt-truncated': 1 }],
    ['a receipt that is not there yet', { 'receipt-not-ready': 1 }],
  ])('is found after %s, by a broker that was started again', async (_, faults) => {
    const { instamed, client, create, cards, check, fault, broker } = await stage();
    const session = await create();
    await onScreen(instamed, await client.launch(session), 'pay');
    await fault(faults);
    expect((await check(session)).status).toBe('confirming');
    const { client: restarted } = await broker.restart({ intervalMs: 20 });
    const events = await restarted.follow(session);
    expect((await events.until('saved')).outcome).toMatchObject({ status: 'saved' });
    await events.close();
    expect(cards()).toHaveLength(1);
  });

  it('is not called saved by a receipt that does not name it: a person is told', async () => {
    const { instamed, client, save } = await stage();
    instamed.switches.set({ savedCardReceipt: 'paymentPlanID' });
    const { view } = await save();
    expect([view.status, view.outcome]).toEqual(['unresolved', undefined]);
    const { data } = (await client.call<AttentionList>('/v1/attention')).body;
    expect(data).toMatchObject([{ reason: 'undecided_receipt', sessionId: view.id }]);
  });

  it('is declined when InstaMed says so, canceled when nobody entered one, and never called a payment', async () => {
    const { instamed, client, create, check, save, cards } = await stage();
    const { view } = await save({}, { cvv: '051' });
    expect(view.outcome).toMatchObject({ status: 'declined', responseCode: '051' });
    const session = await create();
    await onScreen(instamed, await client.launch(session), 'cancel');
    const { body } = await client.call<PaymentSessionView>(`/v1/payment-sessions/${session.id}/cancel`, { body: {} });
    expect(body.outcome).toEqual({ status: 'canceled', final: false, late: false, settledAt: body.updatedAt });
    expect((await check(session)).status).toBe('canceled');
    expect(cards()).toEqual([]);
  });

  it('has one live session for a patient, beside any payment of theirs', async () => {
    const { client, create, instamed, check } = await stage({ duplicateGuard: 'default' });
    const [first, again] = [await create(), await create()];
    expect([again.id, again.joined]).toEqual([first.id, true]);
    const payment = await client.create({ patient: asked.patient });
    expect(payment).not.toHaveProperty('joined');
    await onScreen(instamed, await client.launch(first), 'pay');
    expect((await check(first)).status).toBe('saved');
    const second = await create();
    expect([second.id === first.id, second.joined]).toEqual([false, undefined]);
    expect(tokenOf(await client.launch(second))).not.toBe('');
  });
});
