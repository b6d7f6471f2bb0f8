import { Type, type Static } from 'typebox';
import { longestAttemptMs } from '../webhooks/delivery-lease.ts';
import { AuditFile } from './audit-file.ts';
import { DatabaseFile } from './database-file.ts';
import { EncryptionFile } from './encryption-file.ts';
import { ConnectionsFile, LimitsFile } from './limits-file.ts';
import { ListenFile } from './listen-file.ts';
import { MetricsFile } from './metrics-file.ts';
import { milliseconds, SecretReference, strict, url } from './shapes.ts';
import { TenantFile } from './tenant-file.ts';

const days = Type.Integer({ minimum: 1, maximum: 3650 });
const upstreamMs = Type.Integer({ minimum: 10, maximum: 25_000 });

const PollingFile = Type.Object({ intervalMs: Type.Optional(milliseconds(10)), windowMs: Type.Optional(milliseconds(1000)) }, strict);

/** How long a call to InstaMed may take, less than the engine waits before it gives a launch up for lost; and how both ends prove themselves. */
const UpstreamFile = Type.Object(
  {
    connectTimeoutMs: Type.Optional(upstreamMs),
    answerTimeoutMs: Type.Optional(upstreamMs),
    pollsPerSecond: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    /** PEM; where InstaMed asks for one. */
    clientCertificate: Type.Optional(SecretReference),
    clientKey: Type.Optional(SecretReference),
    /** PEM, instead of the system's. */
    certificateAuthority: Type.Optional(SecretReference),
    /** SHA-256 of InstaMed's public key (SubjectPublicKeyInfo), base64. One is enough to match; keep the next one here too. */
    pins: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }), { minItems: 1, maxItems: 10 })),
  },
  strict,
);
export type UpstreamFile = Static<typeof UpstreamFile>;

/** Pressure from which new sessions are refused, and from twice of which event streams are. */
const SheddingFile = Type.Object(
  {
    eventLoopDelayMs: Type.Optional(milliseconds(1)),
    storeMs: Type.Optional(milliseconds(1)),
    requestsUnderWay: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  strict,
);

const WebhookDeliveryFile = Type.Object(
  {
    /** Lets webhooks reach this machine: for development only. */
    allowLoopback: Type.Optional(Type.Boolean()),
    /** An attempt that outlives its lease would be made by another broker at the same time. */
    timeoutMs: Type.Optional(Type.Integer({ minimum: 10, maximum: longestAttemptMs })),
  },
  strict,
);

/** Whole days that things are kept. InstaMed repeats a webhook for two and a half hours, so that a day is the least. */
const RetentionFile = Type.Object(
  {
    idempotencyKeysDays: Type.Optional(days),
    deliveredWebhooksDays: Type.Optional(days),
    inboundWebhooksDays: Type.Optional(days),
    acknowledgedAttentionDays: Type.Optional(days),
    eraseAfterDays: Type.Optional(days),
  },
  strict,
);

/**
 * The JSON an operator writes: one line a section. Only shapes are told here; what must hold between fields is in read-configuration.ts.
 * A setting is added in three places: its section's shape, its section's reader, and docs/broker.md (a test compares them).
 */
export const ConfigurationFile = Type.Object(
  {
    /** `production`, the default, refuses what is for tests only. */
    environment: Type.Optional(Type.Union([Type.Literal('production'), Type.Literal('test')])),
    listen: Type.Optional(ListenFile),
    publicUrl: Type.Optional(url),
    database: DatabaseFile,
    encryption: Type.Optional(EncryptionFile),
    clientSecretKey: SecretReference,
    /** Accepted beside it, never issued under: the key that comes, or the one that goes. */
    secondClientSecretKey: Type.Optional(SecretReference),
    polling: Type.Optional(PollingFile),
    upstream: Type.Optional(UpstreamFile),
    limits: Type.Optional(LimitsFile),
    connections: Type.Optional(ConnectionsFile),
    shedding: Type.Optional(SheddingFile),
    webhookDelivery: Type.Optional(WebhookDeliveryFile),
    retention: Type.Optional(RetentionFile),
    audit: Type.Optional(AuditFile),
    metrics: Type.Optional(MetricsFile),
    tenants: Type.Array(TenantFile, { minItems: 1 }),
  },
  strict,
);
export type ConfigurationFile = Static<typeof ConfigurationFile>;
