import { acsPath, nvpPath, paymentServicePath, restPath, tokenStatusPath } from '@collect-payment/protocol';
import type { PaymentNaming } from '../../src/configuration/configuration.ts';
import { scopes, type Scope } from '../../src/identity/scopes.ts';
import {
  account,
  allowedOrigin,
  hostKey,
  identityProviderId,
  keyFor,
  otherOrigin,
  otherTenantKey,
  readOnlyKey,
  serviceProviderId,
  sha256,
} from './credentials.ts';

export interface SamlChoice {
  readonly sign?: 'assertion' | 'response' | 'both';
  readonly encrypt?: 'aes-256-cbc' | 'aes-256-gcm' | 'none';
}

export interface BrokerChoices {
  readonly answerTimeoutMs?: number;
  readonly saml?: SamlChoice;
  readonly soapVersion?: '1.1' | '1.2';
  /** Whether eChecks are sold, of every tenant. */
  readonly checkSales?: object;
  readonly apiUserForm?: 'full' | 'local';
  readonly reversalChannel?: 'nvp' | 'soap' | 'rest';
  readonly voidScreen?: PaymentNaming;
  readonly refundScreen?: Partial<PaymentNaming>;
  readonly receiptScreen?: Partial<PaymentNaming> & { readonly address: string };
  readonly limits?: Readonly<Record<string, number>>;
  readonly connections?: Readonly<Record<string, number>>;
  readonly trustedProxies?: readonly string[];
  readonly intervalMs?: number;
  readonly shedding?: Readonly<Record<string, number>>;
  /** The first tenant's endpoints, on this machine. */
  readonly webhooks?: readonly { readonly id: string; readonly url: string; readonly events?: readonly string[] }[];
  readonly allowLoopback?: boolean;
  readonly webhookTimeoutMs?: number;
  /** How InstaMed proves itself to the first tenant. */
  readonly inbound?: object;
  /** Of the first tenant; off, unless a test is about it, so that tests may make sessions as they like. */
  readonly duplicateGuard?: 'join' | 'refuse' | 'default';
  readonly recentlyPaidMs?: number;
  readonly cardLikeIds?: 'refuse' | 'allow';
  /** Of the first tenant. */
  readonly timeZone?: string;
  /** Of the first tenant: what voids and refunds may come to. */
  readonly reversals?: object;
  /** Gives the first tenant one key for each of these scopes instead of its two. */
  readonly keyPerScope?: readonly Scope[];
  /** Of a PostgreSQL database; without one it is a SQLite file. */
  readonly databaseUrl?: string;
  /** Leaves the rows as they are, as a broker of before the encryption did. */
  readonly inTheClear?: boolean;
  /** Whether its metrics can be read, and by whoever has the token only. */
  readonly metrics?: 'open' | 'by token';
  /** Where the token status is asked for, when it is not at InstaMed's own address. */
  readonly tokenStatusOrigin?: string;
  /** What it is known by, when that is not the address it listens at. */
  readonly publicUrl?: string;
  /** Of the first tenant's pages, in place of the usual one. */
  readonly allowedOrigin?: string;
}

/** All callers of a test come from one address, and faster than people do. */
const noLimits = {
  hostRequestsPerMinute: 100_000,
  createsPerSecond: 100_000,
  createsAtOnce: 100_000,
  pageRequestsPerMinute: 100_000,
  readsPerSecond: 100_000,
  launchIntervalMs: 1,
  launchesPerSession: 1000,
  streamsPerAddress: 1000,
  failedAuthenticationsPerMinute: 100_000,
};

/** The configuration an operator would write, with a fast poll, one tenant on SAML and one on name-value pairs only. */
export function brokerJson(instamedUrl: string, choices: BrokerChoices = {}) {
  const { answerTimeoutMs = 5000, saml = {}, intervalMs = 20, soapVersion = '1.1', apiUserForm = 'full', limits = {} } = choices;
  const { webhooks = [], allowLoopback = true, webhookTimeoutMs = 2000, inbound } = choices;
  const { duplicateGuard = 'off', recentlyPaidMs } = choices;
  // A busy machine refuses nothing, unless a test is about it.
  const { shedding = { eventLoopDelayMs: 600_000, storeMs: 600_000 } } = choices;
  const { databaseUrl, tokenStatusOrigin = instamedUrl, connections = {}, trustedProxies = [] } = choices;
  const instamed = {
    acsUrl: `${instamedUrl}${acsPath}`,
    tokenStatusUrl: `${tokenStatusOrigin}${tokenStatusPath}`,
    receiptUrl: `${instamedUrl}${nvpPath}`,
    paymentServiceUrl: `${instamedUrl}${paymentServicePath}`,
    screensOrigin: instamedUrl,
    consumerOrigin: instamedUrl,
    ...account,
    securityKey: { env: 'SECURITY_KEY' },
    apiUser: account.accountId,
    apiUserForm,
    apiPassword: { env: 'API_PASSWORD' },
    defaultUserId: 'front-desk-user',
    soapVersion,
    ...(choices.reversalChannel !== undefined && { reversalChannel: choices.reversalChannel }),
    rest: { url: `${instamedUrl}${restPath}`, apiKey: { env: 'REST_KEY' }, apiSecret: { env: 'REST_SECRET' } },
    ...(choices.checkSales !== undefined && { checkSales: choices.checkSales }),
    ...(choices.voidScreen !== undefined && { voidScreen: choices.voidScreen }),
    ...(choices.refundScreen !== undefined && { refundScreen: choices.refundScreen }),
    ...(choices.receiptScreen !== undefined && { receiptScreen: choices.receiptScreen }),
  };
  return {
    environment: 'test',
    listen: { port: 0, trustedProxies },
    ...(choices.publicUrl !== undefined && { publicUrl: choices.publicUrl }),
    database:
      databaseUrl === undefined
        ? { sqlite: { path: 'broker.sqlite', ballastBytes: 65_536 } }
        : { postgres: { url: { env: 'DATABASE_URL' } } },
    ...(choices.inTheClear !== true && { encryption: { masterKey: { env: 'MASTER_KEY' } } }),
    clientSecretKey: { env: 'CLIENT_SECRET_KEY' },
    polling: { intervalMs, windowMs: 900_000 },
    upstream: { connectTimeoutMs: 2000, answerTimeoutMs },
    limits: { ...noLimits, ...limits },
    connections,
    shedding,
    ...(choices.metrics !== undefined && {
      metrics: { listen: { port: 0 }, ...(choices.metrics === 'by token' && { token: { env: 'METRICS_TOKEN' } }) },
    }),
    webhookDelivery: { allowLoopback, timeoutMs: webhookTimeoutMs },
    tenants: [
      {
        id: 'riverside',
        name: 'Riverside Clinic',
        secretKeys: choices.keyPerScope
          ? choices.keyPerScope.map((scope, index) => ({ id: `key-${index}`, sha256: sha256(keyFor(scope)), scopes: [scope] }))
          : [
              { id: 'server', sha256: sha256(hostKey), scopes: [...scopes] },
              { id: 'reader', sha256: sha256(readOnlyKey), scopes: ['sessions:read'] },
            ],
        allowedOrigins: [choices.allowedOrigin ?? allowedOrigin],
        ...(duplicateGuard !== 'default' && { duplicateGuard }),
        ...(recentlyPaidMs !== undefined && { recentlyPaidMs }),
        ...(choices.cardLikeIds !== undefined && { cardLikeIds: choices.cardLikeIds }),
        ...(choices.timeZone !== undefined && { timeZone: choices.timeZone }),
        ...(choices.reversals && { reversals: choices.reversals }),
        webhooks: webhooks.map((endpoint) => Object.assign({ secrets: [{ env: 'WEBHOOK_SECRET' }] }, endpoint)),
        instamed: {
          ...instamed,
          ...(inbound && { webhooks: inbound }),
          sso: 'saml',
          saml: {
            entityId: identityProviderId,
            audience: serviceProviderId,
            encrypt: 'none',
            ...saml,
            signingKey: { env: 'SIGNING_KEY' },
            signingCertificate: { env: 'SIGNING_CERTIFICATE' },
            encryptionCertificate: { env: 'ENCRYPTION_CERTIFICATE' },
          },
        },
      },
      {
        id: 'hillside',
        name: 'Hillside Clinic',
        secretKeys: [{ id: 'server', sha256: sha256(otherTenantKey), scopes: [...scopes] }],
        allowedOrigins: [otherOrigin],
        instamed,
      },
    ],
  };
}
