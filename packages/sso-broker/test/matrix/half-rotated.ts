import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { CreatedPaymentSession, Launch } from '@collect-payment/contract';
import type { Sandbox } from '@collect-payment/sandbox';
import { expect, vi } from 'vitest';
import { brokerJson, type BrokerChoices } from '../support/broker-json.ts';
import { readyUrl, startBrokerProcess, type ProcessChoices } from '../support/broker-process.ts';
import { Client } from '../support/client.ts';
import { hostKey, secrets, sha256 } from '../support/credentials.ts';
import { basic, basicInbound, inboundPath, notification } from '../support/inbound.ts';
import { onScreen, startInstaMed, tokenOf } from '../support/instamed.ts';
import { startReceiver, WebhookReceiver } from '../support/webhook-receiver.ts';

const nextHostKey = 'sk_test_sentinel_next_host_key';
const nextWebhookSecret = `whsec_${randomBytes(32).toString('base64')}`;
const nextClientSecretKey = randomBytes(32).toString('base64');

/** A broker whose client secret key, and a tenant whose API key, webhook secret and inbound password change: with all of them, or the
 * old ones only. */
export interface Rotation {
  readonly instamed: Sandbox;
  readonly receiver: WebhookReceiver;
  start(
    keys: 'old' | 'both',
    choices?: ProcessChoices,
  ): Promise<{ readonly child: ChildProcess; readonly client: Client; readonly url: string }>;
}

export async function startRotation(choices: BrokerChoices = {}): Promise<Rotation> {
  const instamed = await startInstaMed();
  const receiver = await startReceiver();
  const json = (keys: 'old' | 'both') => {
    const inbound = { basic: keys === 'old' ? basicInbound.basic.slice(0, 1) : basicInbound.basic };
    const written = brokerJson(instamed.url, { intervalMs: 200, ...choices, inbound, webhooks: [{ id: 'portal', url: receiver.url }] });
    if (keys === 'old') return written;
    const [tenant, ...others] = written.tenants;
    const [server, second] = tenant?.secretKeys ?? [];
    const endpoints = tenant !== undefined && 'webhooks' in tenant ? tenant.webhooks : [];
    const changed = {
      ...tenant,
      secretKeys: [server, { ...second, scopes: server?.scopes, sha256: sha256(nextHostKey) }],
      webhooks: endpoints?.map((endpoint) =>
        Object.assign({}, endpoint, { secrets: [{ env: 'NEXT_WEBHOOK_SECRET' }, { env: 'WEBHOOK_SECRET' }] }),
      ),
    };
    const secretKeys = { clientSecretKey: { env: 'NEXT_CLIENT_SECRET_KEY' }, secondClientSecretKey: { env: 'CLIENT_SECRET_KEY' } };
    return { ...written, ...secretKeys, tenants: [changed, ...others] };
  };
  return {
    instamed,
    receiver,
    async start(keys, more = {}) {
      const database = choices.databaseUrl === undefined ? {} : { DATABASE_URL: choices.databaseUrl };
      const variables = {
        ...database,
        NEXT_WEBHOOK_SECRET: nextWebhookSecret,
        NEXT_CLIENT_SECRET_KEY: nextClientSecretKey,
        ...more.variables,
      };
      const child = startBrokerProcess(json(keys), { ...more, variables });
      child.stderr?.resume();
      const url = await readyUrl(child);
      return { child, client: new Client(url), url };
    },
  };
}

export interface OpenPayment {
  readonly session: CreatedPaymentSession;
  readonly launch: Launch;
}

export async function openPayment(client: Client): Promise<OpenPayment> {
  const session = await client.create();
  return { session, launch: await client.launch(session) };
}

/** A payment that was opened before the fault is settled, and a launch with either API key succeeds. */
export async function goOn(rotation: Rotation, broker: { client: Client; url: string }, payment: OpenPayment): Promise<string> {
  const status = await settle(rotation, broker, payment);
  await launchAgain(rotation, broker);
  return status;
}

/**
 * The broker that has both keys of everything settles a payment opened before the fault: its page goes on with the client secret it has,
 * InstaMed's old and new password are taken, and the host is told once, by a message that either of its secrets verifies.
 */
export async function settle(
  { instamed, receiver }: Rotation,
  { client, url }: { client: Client; url: string },
  payment: OpenPayment,
): Promise<string> {
  const { session, launch } = payment;
  await onScreen(instamed, launch, 'pay');
  for (const password of [secrets.inboundPassword, secrets.nextInboundPassword]) {
    const { contentType, body } = notification({ SingleSignOnToken: tokenOf(launch), ResponseMessage: sha256(password) });
    const headers = { 'content-type': contentType, authorization: basic(password) };
    expect((await fetch(`${url}${inboundPath}`, { method: 'POST', headers, body })).status).toBe(200);
  }
  const page = `/v1/payment-sessions/${session.id}`;
  await vi.waitFor(
    async () => expect(await client.call(page, { key: session.clientSecret })).toMatchObject({ status: 200, body: { status: 'approved' } }),
    { timeout: 40_000 },
  );
  const [told, ...more] = await receiver.count(1);
  if (told === undefined) throw new TypeError('told of nothing');
  expect(new Set(more.map(({ headers }) => headers['webhook-id'])).size).toBeLessThanOrEqual(1);
  for (const secret of [secrets.webhookSecret, nextWebhookSecret])
    expect(WebhookReceiver.verify(told, secret)).toMatchObject({ type: 'payment.settled', data: { status: 'approved' } });
  return (await client.read(session.id)).status;
}

export async function launchAgain({ instamed }: Rotation, { client }: { client: Client }): Promise<number> {
  let launched = 0;
  for (const key of [hostKey, nextHostKey]) {
    const created = await client.call<CreatedPaymentSession>('/v1/payment-sessions', {
      key,
      body: { screen: 'simple-collect', amount: { value: '7.00', currency: 'USD' }, patient: { id: `P-${sha256(key).slice(0, 6)}` } },
    });
    expect(created.status).toBe(201);
    expect((await client.launch(created.body)).url).toContain(instamed.url);
    launched += 1;
  }
  return launched;
}
