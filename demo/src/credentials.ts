import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCertificate } from '@collect-payment/sandbox';

/** What a clinic would get from InstaMed and make for itself; here made once, at the first start, and kept in the data folder. */
export interface Credentials {
  /** The clinic's secret key towards the broker. */
  readonly secretKey: string;
  /** The broker's key for client secrets, base64. */
  readonly clientSecretKey: string;
  /** Seals what the broker stores of patients, base64. */
  readonly masterKey: string;
  /** Proves the broker's webhooks to the clinic's server. */
  readonly webhookSecret: string;
  /** Proves InstaMed's webhooks to the broker. */
  readonly instamedWebhookPassword: string;
  /** InstaMed's SSO password. */
  readonly securityKey: string;
  /** InstaMed's API password. */
  readonly apiPassword: string;
  /** PEM: signs our assertions. */
  readonly identityProvider: { readonly privateKey: string; readonly certificate: string };
  /** PEM: assertions are encrypted to this certificate. */
  readonly serviceProvider: { readonly privateKey: string; readonly certificate: string };
}

const word = (): string => randomBytes(24).toString('base64url');

/** Reads the credentials of `folder`, and makes those that are not there yet. The file is readable by its owner only. */
export async function loadCredentials(folder: string): Promise<Credentials> {
  const file = join(folder, 'credentials.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Credentials>) : {};
  mkdirSync(folder, { recursive: true });
  const credentials: Credentials = {
    secretKey: kept.secretKey ?? `sk_test_${word()}`,
    clientSecretKey: kept.clientSecretKey ?? randomBytes(32).toString('base64'),
    masterKey: kept.masterKey ?? randomBytes(32).toString('base64'),
    webhookSecret: kept.webhookSecret ?? `whsec_${randomBytes(32).toString('base64')}`,
    instamedWebhookPassword: kept.instamedWebhookPassword ?? word(),
    securityKey: kept.securityKey ?? word(),
    apiPassword: kept.apiPassword ?? word(),
    identityProvider: kept.identityProvider ?? (await createCertificate('Collect Payment demo identity provider')),
    serviceProvider: kept.serviceProvider ?? (await createCertificate('InstaMed sandbox service provider')),
  };
  writeFileSync(file, JSON.stringify(credentials, null, 2), { mode: 0o600 });
  return credentials;
}
