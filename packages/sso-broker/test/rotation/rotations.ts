import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PaymentSessionView } from '@collect-payment/contract';
import { expect } from 'vitest';
import { Client } from '../support/client.ts';
import { runCommand } from '../support/command-line.ts';
import { account, hostKey, identityProvider } from '../support/credentials.ts';
import { makeDirectory } from '../support/directory.ts';
import { nextSigner, nextWebhookSecret, type Fleet } from './fleet.ts';

/** The steps that docs/operations.md tells operators, each on every broker before the next. */
export async function rotateHostKey(fleet: Fleet): Promise<void> {
  const path = join(makeDirectory(), 'broker.json');
  writeFileSync(path, JSON.stringify(fleet.json()));
  const { code, stdout } = await runCommand(['keys', 'rotate', path, 'riverside', 'server', '--id', 'server-2']);
  expect(code).toBe(0);
  const { tenants } = JSON.parse(readFileSync(path, 'utf8')) as { tenants: readonly { secretKeys: readonly { id: string }[] }[] };
  const secretKeys = tenants[0]?.secretKeys ?? [];

  await fleet.roll({ secretKeys });
  fleet.pages.hostKey = stdout.trim();
  await fleet.pages.turnOver();
  await fleet.roll({ secretKeys: secretKeys.filter(({ id }) => id !== 'server') });

  for (const client of clientsOf(fleet)) expect((await client.call('/v1/payment-sessions', { key: hostKey })).status).toBe(401);
}

export async function rotateClientSecretKey(fleet: Fleet): Promise<void> {
  const old = { env: 'CLIENT_SECRET_KEY' };
  const next = { env: 'NEXT_CLIENT_SECRET_KEY' };
  const [first] = clientsOf(fleet);
  const session = await first.create();
  const statusOf = ({ clientSecret, id }: typeof session) =>
    Promise.all(
      clientsOf(fleet).map(async (client) => {
        const { status } = await client.call<PaymentSessionView>(`/v1/payment-sessions/${id}`, { key: clientSecret });
        return status;
      }),
    );

  await fleet.roll({ secondClientSecretKey: next });
  await fleet.roll({ clientSecretKey: next, secondClientSecretKey: old });
  expect(await statusOf(session)).toEqual([200, 200]);
  // No page holds an old secret any more.
  await fleet.pages.turnOver();
  await fleet.roll({ clientSecretKey: next, secondClientSecretKey: undefined });

  expect(await statusOf(session)).toEqual([401, 401]);
}

export async function rotateWebhookSecret(fleet: Fleet): Promise<void> {
  const old = { env: 'WEBHOOK_SECRET' };
  const next = { env: 'NEXT_WEBHOOK_SECRET' };
  await fleet.roll({ webhookSecrets: [old, next] });
  fleet.host.secret = nextWebhookSecret;
  await fleet.roll({ webhookSecrets: [next] });
}

export async function rotateSigningKey(fleet: Fleet): Promise<void> {
  const { signing } = fleet.keys;
  const signingCertificate = { env: 'NEXT_SIGNING_CERTIFICATE' };
  const signingKey = { env: 'NEXT_SIGNING_KEY' };

  await fleet.roll({ signing: { ...signing, next: { signingCertificate } } });
  for (const client of clientsOf(fleet)) {
    const published = await publishedBy(client);
    expect(published).toEqual([identityProvider, nextSigner].map(({ certificate }) => oneForm(certificate)));
    await trust(fleet, published);
  }
  // A time that has passed already: each broker changes as it starts, and between the two starts both keys sign.
  const notBeforeUse = new X509Certificate(nextSigner.certificate).validFromDate.toISOString();
  await fleet.roll({ signing: { ...signing, next: { signingCertificate, signingKey, notBeforeUse } } });
  await trust(fleet, [oneForm(nextSigner.certificate)]);
  await fleet.roll({ signing: { signingKey, signingCertificate } });

  for (const client of clientsOf(fleet)) expect(await publishedBy(client)).toEqual([oneForm(nextSigner.certificate)]);
}

const clientsOf = ({ balancer }: Fleet): [Client, Client] => {
  const [one, two] = balancer.urls;
  return [new Client(one), new Client(two)];
};

const oneForm = (certificate: string | Buffer): string => new X509Certificate(certificate).toString();

/** The certificates of a broker's metadata, PEM. */
async function publishedBy(client: Client): Promise<readonly string[]> {
  const { body } = await client.call<string>('/saml/metadata/riverside', { key: '' });
  return Array.from(body.matchAll(/<ds:X509Certificate>([^<]+)</g), ([, base64 = '']) => oneForm(Buffer.from(base64, 'base64')));
}

/** InstaMed's part: it trusts these and no others from now on. */
async function trust({ instamed }: Fleet, certificates: readonly string[]): Promise<void> {
  const { status } = await fetch(`${instamed.url}/sandbox/certificates`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ accountId: account.accountId, certificates }),
  });
  expect(status).toBe(200);
}
