import type { CardReadResult, CreatedPaymentSession, Launch, Receipt } from '@collect-payment/contract';
import { expect } from 'vitest';
import { startTestBroker, type TestBroker } from '../support/broker.ts';
import type { BrokerChoices } from '../support/broker-json.ts';
import { terms, type Answer, type Call } from '../support/client.ts';
import { hostKey, secrets } from '../support/credentials.ts';
import { basicInbound, connectWebhooks, notification, post } from '../support/inbound.ts';
import { onScreen, startInstaMed, tokenOf } from '../support/instamed.ts';
import { startReceiver } from '../support/webhook-receiver.ts';
import { bankAccount, cardRead, clearTrack, idempotencyKey, paidWith, planted, reversed, savedCard, told } from './planted.ts';

/** What was seen of payments that were lived through, by where. */
export interface Seen {
  readonly broker: TestBroker;
  readonly log: readonly string[];
  /** Pages that were opened, and those that InstaMed was told to lead back to. */
  readonly urls: readonly string[];
  readonly headers: readonly string[];
  readonly refusals: readonly string[];
  readonly webhooks: readonly string[];
  /** What opens a page, or proves a caller: in no place but the answer that gave it. */
  readonly credentials: readonly string[];
}

/** Payments from their creation to the receipt, by both ways of signing on, with InstaMed's webhooks, the host's, and errors on the way. */
export async function liveThrough(choices: BrokerChoices, directory: string): Promise<Seen> {
  const instamed = await startInstaMed();
  const receiver = await startReceiver();
  const checkSales = { enabled: true, creditEffectiveOffset: 0, debitEffectiveOffset: 0 };
  const endpoints = { webhooks: [{ id: 'portal', url: receiver.url }], inbound: basicInbound, checkSales };
  const broker = await startTestBroker(instamed.url, { ...choices, ...endpoints, answerTimeoutMs: 20_000 }, directory);
  await connectWebhooks(instamed, broker);
  const [urls, headers, refusals, credentials]: string[][] = [[], [], [], []];
  const call = async <Body>(path: string, some: Call = {}): Promise<Answer<Body>> => {
    const answer = await broker.client.call<Body>(path, some);
    headers?.push(JSON.stringify([...answer.headers]));
    if (answer.status >= 400) refusals?.push(JSON.stringify(answer.body));
    return answer;
  };
  instamed.faults.arm('status-garbage', { count: 1 });
  instamed.faults.arm('receipt-duplicate-field', { count: 1 });

  for (const sso of ['saml', 'nvp'] as const) {
    const body = { ...terms, ...planted, sso };
    const named = { headers: { 'idempotency-key': `${idempotencyKey}-${sso}` } };
    const { body: session } = await call<CreatedPaymentSession>('/v1/payment-sessions', { body, ...named });
    const path = `/v1/payment-sessions/${session.id}`;
    const events = await broker.client.follow(session);
    const { body: launch } = await call<Launch>(`${path}/launch`, { body: {}, key: session.clientSecret, ...named });
    await onScreen(instamed, launch, 'pay', paidWith);
    await events.until('approved');
    await events.close();
    await post(broker, notification({ ...told, SingleSignOnToken: tokenOf(launch) }));
    const receipt = await call<Receipt>(`${path}/receipt`);
    expect(receipt).toMatchObject({
      status: 200,
      body: { patientId: planted.patient.id, card: { holderName: paidWith.holderName } },
    });
    const payment = `/v1/payments/${receipt.body.transactionId}`;
    const key = (about: string) => ({ headers: { 'idempotency-key': `${idempotencyKey}-${about}-${sso}` } });
    expect(await call(`${payment}/void`, { body: reversed, ...key('void') })).toMatchObject({ body: { reversal: reversed } });
    await call(`${payment}/refund`, { body: { ...reversed, amount: { value: 'Sentinel', currency: 'USD' } }, ...key('refund') });
    await call(`${path}/launch`, { body: {} });
    credentials?.push(session.clientSecret, tokenOf(launch));
    urls?.push(launch.url.replace(tokenOf(launch), ''));
  }
  // Sold by a card reader; in doubt, when the answer is lost; and refused, when the card came in the clear.
  for (const [number, fault] of ([undefined, 'sale-truncated'] as const).entries()) {
    const { body: session } = await call<CreatedPaymentSession>('/v1/payment-sessions', {
      body: { ...terms, ...planted, invoice: `Sentinel-invoice-${number}` },
    });
    if (fault !== undefined) instamed.faults.arm(fault, { count: 1 });
    const path = `/v1/payment-sessions/${session.id}/card-read`;
    const clear = Buffer.from(clearTrack).toString('hex');
    expect(await call(path, { body: { ...cardRead, data: clear }, key: session.clientSecret })).toMatchObject({ status: 400 });
    const sold = await call<CardReadResult>(path, { body: cardRead, key: session.clientSecret });
    expect(sold).toMatchObject({ status: 200, body: { session: { status: fault === undefined ? 'approved' : 'confirming' } } });
  }
  // Sold by the host's server: of cash, on a card that InstaMed does not have, and refused, when the card came in the clear.
  const { patient, staff, metadata } = planted;
  const sale = { amount: terms.amount, patient, staff, metadata };
  for (const [number, [status, changes]] of (
    [
      [201, { tender: { type: 'cash' } }],
      [502, { tender: { type: 'saved-card', paymentMethodId: savedCard } }],
      [400, { tender: { type: 'cash' }, cardNumber: clearTrack }],
    ] as const
  ).entries()) {
    const key = { 'idempotency-key': `${idempotencyKey}-sale-${number}` };
    const body = { ...sale, invoice: `Sentinel-invoice-sale-${number}`, ...changes };
    expect(await call('/v1/payments', { body, headers: key })).toMatchObject({ status });
  }
  // By eCheck: sold; in doubt, when the answer is lost; and refused, when a number does not fit.
  for (const [number, [status, fault, changes]] of (
    [
      [201, undefined, {}],
      [202, 'sale-truncated', {}],
      [400, undefined, { accountType: bankAccount.accountNumber }],
      [400, undefined, { routingNumber: bankAccount.accountNumber.slice(0, 9) }],
      [400, undefined, { [bankAccount.accountNumber]: bankAccount.routingNumber }],
    ] as const
  ).entries()) {
    if (fault !== undefined) instamed.faults.arm(fault, { count: 1 });
    const key = { 'idempotency-key': `${idempotencyKey}-check-${number}` };
    const body = { ...sale, invoice: `Sentinel-invoice-check-${number}`, tender: { ...bankAccount, ...changes } };
    expect(await call('/v1/payments', { body, headers: key })).toMatchObject({ status });
  }
  for (const fault of ['sso-500', 'sso-no-header'] as const) {
    instamed.faults.arm(fault, { count: 1 });
    const { body } = await call<CreatedPaymentSession>('/v1/payment-sessions', { body: { ...terms, ...planted } });
    await call(`/v1/payment-sessions/${body.id}/launch`, { body: {} });
  }
  for (const body of [
    { ...terms, ...planted, amount: { value: 'Sentinel-amount', currency: 'USD' } },
    { ...terms, ...planted, patient: { ...planted.patient, 'Sentinel field': 1 } },
    { ...terms, ...planted, patient: { ...planted.patient, lastName: 'Sentinel\u0000' } },
    { ...terms, ...planted, metadata: { 'Sentinel key': 'x' } },
    '{"patient":"Sentinel-given"',
  ])
    await call('/v1/payment-sessions', { body });
  for (const path of ['/v1/payment-sessions?changedSince=Sentinel', '/return/confirm?session=Sentinel', '/Sentinel']) await call(path);
  for (const path of ['/v1/payment-sessions', '/v1/payments', '/v1/attention', '/v1/webhook-deliveries', '/healthz', '/readyz'])
    await call(path);
  urls?.push(
    ...[...instamed.ledger.launches.values()].flatMap(({ parameters: { confirmUrl = '', cancelUrl = '' } }) => [confirmUrl, cancelUrl]),
  );
  await receiver.count(2);
  return {
    broker,
    log: broker.log,
    urls: urls ?? [],
    headers: headers ?? [],
    refusals: refusals ?? [],
    webhooks: receiver.received.map((webhook) => JSON.stringify(webhook)),
    credentials: [...(credentials ?? []), hostKey, ...Object.values(secrets)],
  };
}
