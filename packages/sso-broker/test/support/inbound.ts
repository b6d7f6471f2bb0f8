import type { Launch } from '@collect-payment/contract';
import { writeNotification, type NotificationField, type NotificationFormat } from '@collect-payment/protocol';
import { account, secrets } from './credentials.ts';
import type { startInstaMed } from './instamed.ts';
import type { TestBroker } from './broker.ts';
import { tokenOf } from './instamed.ts';

type Sandbox = Awaited<ReturnType<typeof startInstaMed>>;

export const inboundPath = '/v1/webhooks/instamed/riverside';
export const basic = (password: string, user = 'instamed'): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
/** Two live passwords. */
export const basicInbound = {
  basic: [
    { user: 'instamed', password: { env: 'INBOUND_PASSWORD' } },
    { user: 'instamed', password: { env: 'NEXT_INBOUND_PASSWORD' } },
  ],
};

/** Has the sandbox send its webhooks to the broker. */
export async function connectWebhooks(sandbox: Sandbox, broker: TestBroker, format: NotificationFormat = 'json'): Promise<void> {
  const credentials = { user: 'instamed', password: secrets.inboundPassword };
  const webhooks = [{ accountId: account.accountId, url: `${broker.url}${inboundPath}`, format, credentials }];
  await control(sandbox, 'PUT', '/sandbox/webhooks', { webhooks });
}

/** Has the sandbox tell something about the payment of a launch. */
export async function tellOf(sandbox: Sandbox, launch: Launch, news: object): Promise<void> {
  await control(sandbox, 'POST', `/sandbox/tokens/${tokenOf(launch)}/webhook`, news);
}

export async function control(sandbox: Sandbox, method: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** A webhook as InstaMed might send it, with some fields. */
export function notification(fields: Readonly<Record<string, string>> = {}, format: NotificationFormat = 'json') {
  const all: readonly NotificationField[] = Object.entries({
    PaymentTransactionID: 'f'.repeat(32),
    TransactionAction: 'Sale',
    CurrentTransactionStatusCode: 'C',
    PatientFirstName: 'Sentinella',
    ...fields,
  });
  return writeNotification(format, all, 'PaymentTransaction');
}

/** Posts a webhook by hand. */
export function post(
  broker: TestBroker,
  { contentType, body }: { contentType: string; body: string } = notification(),
  authorization: string = basic(secrets.inboundPassword),
  path = inboundPath,
): Promise<Response> {
  return fetch(`${broker.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': contentType, ...(authorization !== '' && { authorization }) },
    body,
  });
}
