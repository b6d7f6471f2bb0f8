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

/** Reads the credentials of `folder`, or makes them. The file is readable by its owner only. */
export async function loadCredentials(folder: string): Promise<Credentials> {
  const file = join(folder, 'credentials.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Credentials;
  mkdirSync(folder, { recursive: true });
  const credentials: Credentials = {
    secretKey: `sk_test_${word()}`,
    clientSecretKey: randomBytes(32).toString('base64'),
    securityKey: word(),
    apiPassword: word(),
    identityProvider: await createCertificate('Collect Payment demo identity provider'),
    serviceProvider: await createCertificate('InstaMed sandbox service provider'),
  };
  writeFileSync(file, JSON.stringify(credentials, null, 2), { mode: 0o600 });
  return credentials;
}
