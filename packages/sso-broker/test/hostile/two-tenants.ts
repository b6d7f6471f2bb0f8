import type { AttentionList, CreatedPaymentSession, ErrorBody, WebhookDeliveryList } from '@collect-payment/contract';
import { startTestBroker, type TestBroker } from '../support/broker.ts';
import { terms } from '../support/client.ts';
import { otherTenantKey } from '../support/credentials.ts';
import { basicInbound } from '../support/inbound.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';
import { startReceiver } from '../support/webhook-receiver.ts';
import { routesOf } from './routes-of.ts';

/** Words that stand in the first tenant's session only. */
export const plantedNames = {
  patient: { id: 'Planted-Mrn', firstName: 'Planted-Given', lastName: 'Planted-Family' },
  metadata: { note: 'Planted-Note' },
};

/** A broker in which the first tenant has something of every kind, and the second a session of its own. */
export async function twoTenants() {
  const sandbox = await startInstaMed();
  const receiver = await startReceiver(204);
  const choices = { inbound: basicInbound, webhooks: [{ id: 'portal', url: receiver.url }] };
  const { started: broker, routes } = await routesOf(() => startTestBroker(sandbox.url, choices));
  const { client } = broker;
  const settled = await client.create(plantedNames);
  const launch = await client.launch(settled);
  await client.call(`/v1/payment-sessions/${settled.id}/cancel`, { body: {} });
  const events = await client.follow(settled);
  await onScreen(sandbox, launch, 'pay');
  const { outcome } = await events.until('approved');
  await events.close();
  await receiver.count(3);
  const [item] = (await client.call<AttentionList>('/v1/attention')).body.data;
  const [delivery] = (await client.call<WebhookDeliveryList>('/v1/webhook-deliveries')).body.data;
  const fresh = await client.create(plantedNames);
  const another = await client.create(plantedNames);
  const foreign = (
    await client.call<CreatedPaymentSession>('/v1/payment-sessions', { body: { ...terms, sso: 'nvp' }, key: otherTenantKey })
  ).body;
  const ids = { itemId: item?.id ?? '', deliveryId: delivery?.id ?? '', transactionId: outcome?.transactionId ?? '' };
  return { broker, routes, sandbox, receiver, settled, fresh, another, foreign, ...ids };
}

export type TwoTenants = Awaited<ReturnType<typeof twoTenants>>;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One call, as far as its head and, but for a stream, its body. */
export async function ask(
  { url }: TestBroker,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Reply> {
  const answer = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) });
  const stream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (stream) await answer.body?.cancel();
  return { status: answer.status, headers: answer.headers, text: stream ? '' : await answer.text() };
}

/** The code of a refusal. A page for people is none, whatever its status. */
export function codeOf({ status, headers, text }: Reply): string {
  if (status < 400 || headers.get('content-type')?.startsWith('text/html') === true) return 'in';
  return (JSON.parse(text) as ErrorBody).error.code;
}
