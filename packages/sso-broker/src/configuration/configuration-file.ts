import { WebhookEventType } from '@collect-payment/contract';
import { Type, type Static } from 'typebox';
import { SqliteFile } from './sqlite-file.ts';
import { longestAttemptMs } from '../webhooks/delivery-lease.ts';

const strict = { additionalProperties: false } as const;
const name = Type.String({ minLength: 1, maxLength: 200 });
const url = Type.String({ minLength: 1, maxLength: 2000 });
const milliseconds = (minimum: number) => Type.Integer({ minimum, maximum: 86_400_000 });

const days = Type.Integer({ minimum: 1, maximum: 3650 });
const upstreamMs = Type.Integer({ minimum: 10, maximum: 25_000 });

/** Where a secret is found; it never stands in the file itself. */
export type SecretReference = { readonly env: string } | { readonly file: string };
const SecretReference = Type.Unsafe<SecretReference>(
  Type.Object({ env: Type.Optional(name), file: Type.Optional(url) }, { ...strict, minProperties: 1, maxProperties: 1 }),
);

const SamlSettingsFile = Type.Object(
  {
    entityId: name,
    audience: name,
    /** Both default to acsUrl. */
    recipient: Type.Optional(url),
    destination: Type.Optional(url),
    nameIdFormat: Type.Optional(name),
    sign: Type.Optional(Type.Union([Type.Literal('assertion'), Type.Literal('response'), Type.Literal('both')])),
    encrypt: Type.Optional(Type.Union([Type.Literal('aes-256-cbc'), Type.Literal('aes-256-gcm'), Type.Literal('none')])),
    signingKey: SecretReference,
    signingCertificate: SecretReference,
    /** The certificate that comes next: published in the metadata before it is used. */
    nextSigningCertificate: Type.Optional(SecretReference),
    encryptionCertificate: Type.Optional(SecretReference),
    lifetimeMs: Type.Optional(Type.Integer({ minimum: 30_000, maximum: 900_000 })),
    sendSecurityKey: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type SamlSettingsFile = Static<typeof SamlSettingsFile>;

const InboundWebhooksFile = Type.Object(
  {
    /** Two while the password is being changed. */
    basic: Type.Optional(Type.Array(Type.Object({ user: name, password: SecretReference }, strict), { minItems: 1, maxItems: 2 })),
    oauth: Type.Optional(
      Type.Object(
        {
          issuer: url,
          jwksUrl: url,
          audience: url,
          algorithms: Type.Optional(Type.Array(Type.String({ pattern: '^(RS|PS|ES)(256|384|512)$|^EdDSA$' }), { minItems: 1 })),
        },
        strict,
      ),
    ),
    sourceAddresses: Type.Optional(Type.Array(name, { minItems: 1, maxItems: 100 })),
  },
  strict,
);
export type InboundWebhooksFile = Static<typeof InboundWebhooksFile>;

const InstaMedFile = Type.Object(
  {
    acsUrl: Type.Optional(url),
    tokenStatusUrl: Type.Optional(url),
    receiptUrl: Type.Optional(url),
    screensOrigin: Type.Optional(url),
    accountId: Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$', maxLength: 200 }),
    securityKey: SecretReference,
    ssoAlias: name,
    id: Type.Optional(name),
    apiUser: name,
    apiPassword: SecretReference,
    /** `local` sends the part before the `@` (instamed-protocol.md §3.1). */
    apiUserForm: Type.Optional(Type.Union([Type.Literal('full'), Type.Literal('local')])),
    outlet: Type.Object({ merchantId: name, storeId: name, terminalId: name }, strict),
    defaultUserId: Type.Optional(name),
    sso: Type.Optional(Type.Union([Type.Literal('saml'), Type.Literal('nvp')])),
    soapVersion: Type.Optional(Type.Union([Type.Literal('1.1'), Type.Literal('1.2')])),
    /** The N of the additionalInfoN that carries our session id; 1 is the invoice. */
    sessionIdField: Type.Optional(Type.Integer({ minimum: 2, maximum: 6 })),
    saml: Type.Optional(SamlSettingsFile),
    /** How InstaMed proves itself at /v1/webhooks/instamed/{tenant}; without it the address answers 404. */
    webhooks: Type.Optional(InboundWebhooksFile),
  },
  strict,
);
export type InstaMedFile = Static<typeof InstaMedFile>;

const Scope = Type.Union([Type.Literal('sessions:write'), Type.Literal('sessions:read')]);
export type Scope = Static<typeof Scope>;

const WebhookEndpointFile = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
    url,
    /** Two while keys are being changed: every message carries both signatures. */
    secrets: Type.Array(SecretReference, { minItems: 1, maxItems: 2 }),
    /** All of them without. */
    events: Type.Optional(Type.Array(WebhookEventType, { minItems: 1 })),
  },
  strict,
);
export type WebhookEndpointFile = Static<typeof WebhookEndpointFile>;

const TenantFile = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
    name,
    secretKeys: Type.Array(Type.Object({ sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }), scopes: Type.Array(Scope) }, strict), {
      minItems: 1,
      maxItems: 2,
    }),
    allowedOrigins: Type.Array(url, { minItems: 1, maxItems: 100 }),
    instamed: InstaMedFile,
    /** Where the tenant's server is told. */
    webhooks: Type.Optional(Type.Array(WebhookEndpointFile, { maxItems: 10 })),
    /** What becomes of a second session for the same thing to be paid. */
    duplicateGuard: Type.Optional(Type.Union([Type.Literal('join'), Type.Literal('refuse'), Type.Literal('off')])),
    recentlyPaidMs: Type.Optional(milliseconds(0)),
  },
  strict,
);
export type TenantFile = Static<typeof TenantFile>;

const PostgresFile = Type.Object(
  {
    /** `postgres://user:password@host:port/database?sslmode=verify-full`, whole: its password makes it a secret. */
    url: SecretReference,
    /** PEM, for a server whose certificate the system does not trust by itself. */
    certificateAuthority: Type.Optional(SecretReference),
    connections: Type.Optional(Type.Integer({ minimum: 2, maximum: 200 })),
  },
  strict,
);
export type PostgresFile = Static<typeof PostgresFile>;

const isText = { type: 'string' };
const isSqlite = { required: ['sqlite'] };

/**
 * A SQLite file, by its path alone or with its settings, or a PostgreSQL server. Told apart by `if`, so that a problem is named by the field it
 * is in, and by `else`, because what is wrong in a `then` is not told.
 */
const DatabaseFile = Type.Unsafe<string | { readonly sqlite: SqliteFile } | { readonly postgres: PostgresFile }>({
  minLength: 1,
  maxLength: 2000,
  allOf: [
    { if: { anyOf: [isText, isSqlite] }, else: Type.Object({ postgres: PostgresFile }, strict) },
    { if: { anyOf: [isText, { not: isSqlite }] }, else: Type.Object({ sqlite: SqliteFile }, strict) },
  ],
});
export type DatabaseFile = Static<typeof DatabaseFile>;

/** The JSON an operator writes. Only shapes are told here; what must hold between fields is in read-configuration.ts. */
export const ConfigurationFile = Type.Object(
  {
    listen: Type.Optional(
      Type.Object({ host: Type.Optional(name), port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })) }, strict),
    ),
    publicUrl: Type.Optional(url),
    database: DatabaseFile,
    clientSecretKey: SecretReference,
    polling: Type.Optional(
      Type.Object({ intervalMs: Type.Optional(milliseconds(10)), windowMs: Type.Optional(milliseconds(1000)) }, strict),
    ),
    /** How long a call to InstaMed may take; less than the engine waits before it gives a launch up for lost. */
    upstream: Type.Optional(
      Type.Object(
        {
          connectTimeoutMs: Type.Optional(upstreamMs),
          answerTimeoutMs: Type.Optional(upstreamMs),
          pollsPerSecond: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
        },
        strict,
      ),
    ),
    limits: Type.Optional(
      Type.Object(
        {
          hostRequestsPerMinute: Type.Optional(Type.Integer({ minimum: 1 })),
          pageRequestsPerMinute: Type.Optional(Type.Integer({ minimum: 1 })),
          streamsPerSession: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
        },
        strict,
      ),
    ),
    /** Pressure from which new sessions are refused, and from twice of which event streams are. */
    shedding: Type.Optional(
      Type.Object(
        {
          eventLoopDelayMs: Type.Optional(milliseconds(1)),
          storeMs: Type.Optional(milliseconds(1)),
          requestsUnderWay: Type.Optional(Type.Integer({ minimum: 1 })),
        },
        strict,
      ),
    ),
    webhookDelivery: Type.Optional(
      Type.Object(
        {
          /** Lets webhooks reach this machine: for development only. */
          allowLoopback: Type.Optional(Type.Boolean()),
          /** An attempt that outlives its lease would be made by another broker at the same time. */
          timeoutMs: Type.Optional(Type.Integer({ minimum: 10, maximum: longestAttemptMs })),
        },
        strict,
      ),
    ),
    /** Whole days that things are kept. InstaMed repeats a webhook for two and a half hours, so that a day is the least. */
    retention: Type.Optional(
      Type.Object(
        {
          idempotencyKeysDays: Type.Optional(days),
          deliveredWebhooksDays: Type.Optional(days),
          inboundWebhooksDays: Type.Optional(days),
          acknowledgedAttentionDays: Type.Optional(days),
          eraseAfterDays: Type.Optional(days),
        },
        strict,
      ),
    ),
    tenants: Type.Array(TenantFile, { minItems: 1 }),
  },
  strict,
);
export type ConfigurationFile = Static<typeof ConfigurationFile>;
