import type { AttentionItem, AttentionList, WebhookDelivery, WebhookDeliveryList, WebhookEvent } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { hostKey, otherTenantKey, readOnlyKey, secrets } from '../support/credentials.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';
import { startReceiver, WebhookReceiver } from '../support/webhook-receiver.ts';

async function world(answer = 204, events?: readonly string[]) {
  const sandbox = await startInstaMed();
  const receiver = await startReceiver(answer);
  const broker = await startTestBroker(sandbox.url, { webhooks: [{ id: 'portal', url: receiver.url, ...(events && { events }) }] });
  const { client } = broker;
  const deliveries = async (query = '') => (await client.call<WebhookDeliveryList>(`/v1/webhook-deliveries${query}`)).body;
  const attention = async (query = '') => (await client.call<AttentionList>(`/v1/attention${query}`)).body;
  return { sandbox, receiver, broker, client, deliveries, attention };
}

const eventOf = (receiver: WebhookReceiver, index: number): WebhookEvent =>
  WebhookReceiver.verify(receiver.received[index]!, secrets.webhookSecret);

/** A payment on the hosted screen, followed to its outcome. */
async function paid({ client, sandbox }: Awaited<ReturnType<typeof world>>, body: object = {}) {
  const session = await client.create({
    patient: { id: 'MRN-SENTINEL', firstName: 'Sentinella', lastName: 'Person' },
    metadata: { account: 'acct-sentinel' },
  });
  const launch = await client.launch(session);
  const events = await client.follow(session);
  await onScreen(sandbox, launch, 'pay', body);
  const view = await events.until('approved', 'declined');
  await events.close();
  return view;
}

describe('a host with a webhook endpoint', { timeout: 30_000 }, () => {
  it('is told of a payment once, signed, and of nothing that needs protecting', async () => {
    const at = await world();
    const { id, sequence, outcome } = await paid(at);
    await at.receiver.count(1);
    const event = eventOf(at.receiver, 0);
    expect(event).toEqual({
      type: 'payment.settled',
      timestamp: outcome?.settledAt,
      data: { sessionId: id, status: 'approved', sequence, final: true, late: false, transactionId: outcome?.transactionId },
    });
    const sent = JSON.stringify(at.receiver.received);
    for (const sentinel of ['SENTINEL', 'Sentinella', 'Person', 'acct-sentinel', '125.00', hostKey]) expect(sent).not.toContain(sentinel);
    await at.broker.close();
    expect(at.receiver.received).toHaveLength(1);
  });

  it('is told only of what it asked for', async () => {
    const at = await world(204, ['payment.expired']);
    await paid(at);
    expect((await at.deliveries()).data).toEqual([]);
  });

  it('gets what it missed after the broker was started again', async () => {
    const at = await world(500);
    await paid(at);
    await at.receiver.count(1);
    at.receiver.answer = 204;
    const again = await at.broker.restart();
    const [missed] = (await again.client.call<WebhookDeliveryList>('/v1/webhook-deliveries')).body.data;
    const replayed = await again.client.call<WebhookDelivery>(`/v1/webhook-deliveries/${missed?.id}/replay`, { body: {} });
    expect(replayed).toMatchObject({ status: 200, body: { status: 'pending', id: missed?.id } });
    await at.receiver.count(2);
    expect(at.receiver.received[1]?.headers['webhook-id']).toBe(at.receiver.received[0]?.headers['webhook-id']);
  });

  it('reads its deliveries, all or by their status', async () => {
    const at = await world(500);
    const { id } = await paid(at);
    await at.receiver.count(1);
    const { data, hasMore } = await at.deliveries('?limit=1');
    expect([data.length, hasMore]).toEqual([1, false]);
    expect(data[0]).toMatchObject({ endpointId: 'portal', type: 'payment.settled', sessionId: id, status: 'pending' });
    expect((await at.deliveries('?status=delivered')).data).toEqual([]);
    expect((await at.deliveries('?status=pending')).data).toHaveLength(1);
  });

  it.each([
    ['?status=lost', 'ERR_FIELD_VALUE'],
    ['?limit=0', 'ERR_FIELD_VALUE'],
    ['?after=x', 'ERR_CURSOR_INVALID'],
    ['?page=2', 'ERR_FIELD_UNKNOWN'],
  ])('is refused %s with %s', async (query, code) => {
    const { client } = await world();
    for (const list of ['/v1/webhook-deliveries', '/v1/attention'])
      expect(await client.call(`${list}${query}`)).toMatchObject({ status: 400, body: { error: { code } } });
  });

  it('sees and replays nothing of another tenant, nor without the scope', async () => {
    const at = await world();
    await paid(at);
    await at.receiver.count(1);
    const [delivery] = (await at.deliveries()).data;
    const replay = `/v1/webhook-deliveries/${delivery?.id}/replay`;
    expect((await at.client.call<WebhookDeliveryList>('/v1/webhook-deliveries', { key: otherTenantKey })).body.data).toEqual([]);
    expect(await at.client.call(replay, { body: {}, key: otherTenantKey })).toMatchObject({
      status: 404,
      body: { error: { code: 'ERR_DELIVERY_UNKNOWN' } },
    });
    expect(await at.client.call(replay, { body: {}, key: readOnlyKey })).toMatchObject({ status: 403 });
    expect(await at.client.call('/v1/webhook-deliveries', { key: '' })).toMatchObject({ status: 401 });
  });

  it('cannot have a delivery replayed to an endpoint that is no longer configured', async () => {
    const at = await world();
    await paid(at);
    await at.receiver.count(1);
    const [delivery] = (await at.deliveries()).data;
    const { client } = await at.broker.restart({ webhooks: [] });
    expect(await client.call(`/v1/webhook-deliveries/${delivery?.id}/replay`, { body: {} })).toMatchObject({
      status: 409,
      body: { error: { code: 'ERR_WEBHOOK_ENDPOINT_UNKNOWN' } },
    });
  });
});

describe('what needs attention', { timeout: 30_000 }, () => {
  it('is listed, told, and acknowledged once', async () => {
    const at = await world();
    const session = await at.client.create();
    const launch = await at.client.launch(session);
    await at.client.call(`/v1/payment-sessions/${session.id}/cancel`, { body: {} });
    const events = await at.client.follow(session);
    await onScreen(at.sandbox, launch, 'pay');
    await events.until('approved');
    await events.close();

    await at.receiver.count(3);
    const types = at.receiver.received.map((_, index) => eventOf(at.receiver, index).type).toSorted();
    expect(types).toEqual(['payment.completed_late', 'payment.needs_attention', 'payment.settled']);

    const [item] = (await at.attention()).data;
    expect(item).toMatchObject({ sessionId: session.id, reason: 'paid_after_cancel' });
    const acknowledge = `/v1/attention/${item?.id}/acknowledge`;
    expect(await at.client.call(acknowledge, { body: {}, key: otherTenantKey })).toMatchObject({
      status: 404,
      body: { error: { code: 'ERR_ATTENTION_UNKNOWN' } },
    });
    const first = await at.client.call<AttentionItem>(acknowledge, { body: {} });
    expect(first.body.acknowledgedAt).toBeDefined();
    expect((await at.client.call<AttentionItem>(acknowledge, { body: {} })).body).toEqual(first.body);
    expect((await at.attention()).data).toEqual([]);
    expect((await at.attention('?status=all')).data).toEqual([first.body]);
  });
});
