import type { X509Certificate } from 'node:crypto';
import type { BlockList } from 'node:net';
import type { NotPresentStatus, SavedCardField, SoapVersion } from '@collect-payment/protocol';
import type { RecordedAddresses } from '../audit/audit-writer.ts';
import type { RetentionTimes } from '../engine/purger.ts';
import type { ClientSecretKeys } from '../identity/client-secret.ts';
import type { UpstreamTls } from '../gateway/upstream-tls.ts';
import type { Scope } from '../identity/scopes.ts';
import type { SamlKey } from '../identity/saml-signer.ts';
import type { InboundWebhooks } from '../inbound/instamed-credentials.ts';
import type { Encryption } from '../sealing/unlock-data-keys.ts';
import type { PressureLimits } from '../shedding/load.ts';
import type { WebhookEndpoint } from '../webhooks/webhook-endpoint.ts';
import type { PostgresSettings } from '../storage/postgres/postgres-settings.ts';
import type { CallerLimits, ConnectionSettings } from './read-limits.ts';
import type { Secret } from './secret.ts';

/** A signing key and the certificate that names it. */
export interface SigningIdentity {
  readonly key: SamlKey;
  readonly certificate: X509Certificate;
}

/** What signs next: published already, and used from a moment on when its key and that moment are told. */
export interface NextSigning {
  readonly certificate: X509Certificate;
  readonly use: { readonly key: SamlKey; readonly fromMs: number } | undefined;
}

/** How the broker signs SAML responses for one tenant; keys are parsed once and kept. */
export interface SamlSettings {
  readonly entityId: string;
  readonly audience: string;
  readonly recipient: string;
  readonly destination: string;
  /** The same three for the consumer's ACS. */
  readonly consumer: { readonly audience: string; readonly recipient: string; readonly destination: string };
  readonly nameIdFormat: string;
  readonly sign: 'assertion' | 'response' | 'both';
  readonly encryption: { readonly content: 'aes-256-cbc' | 'aes-256-gcm'; readonly certificate: X509Certificate } | undefined;
  readonly signing: SigningIdentity;
  readonly next: NextSigning | undefined;
  readonly lifetimeMs: number;
  readonly sendSecurityKey: boolean;
}

/** How the REST interface is reached, and as whom. */
export interface RestAccount {
  /** Its base, without a slash at the end. */
  readonly url: string;
  readonly apiKey: Secret;
  readonly apiSecret: Secret;
}

/** InstaMed's server of EOD posting files, reached by SFTP. */
export interface PostingFiles {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly proof: { readonly password: Secret } | { readonly privateKey: Secret };
  /** `SHA256:` and the digest of the server's key, in Base64 without padding. */
  readonly hostKey: string;
}

/** How a screen is told which payment it is about: no public page says (§1.7). */
export interface PaymentNaming {
  readonly parameter: 'transactionID' | 'primaryTransactionID';
  readonly carriedBy: 'relayState' | 'field';
}

/** What an eCheck's sale needs, and no source explains (§4). */
export interface CheckSales {
  readonly creditEffectiveOffset: number;
  readonly debitEffectiveOffset: number;
}

/** One InstaMed account: where it is reached and as whom (instamed-protocol.md §0). */
export interface InstaMedAccount {
  readonly acsUrl: string;
  readonly tokenStatusUrl: string;
  readonly receiptUrl: string;
  readonly paymentServiceUrl: string;
  readonly screensOrigin: string;
  /** Where patients sign on and pay by themselves, a portal of its own (§1.1). */
  readonly consumer: { readonly acsUrl: string; readonly screensOrigin: string };
  readonly accountId: string;
  readonly securityKey: Secret;
  readonly ssoAlias: string;
  readonly id: string;
  readonly apiUser: string;
  readonly apiPassword: Secret;
  readonly apiUserForm: 'full' | 'local';
  readonly outlet: { readonly merchantId: string; readonly storeId: string; readonly terminalId: string };
  readonly defaultUserId: string;
  readonly sso: 'saml' | 'nvp';
  readonly soapVersion: SoapVersion;
  readonly reversalChannel: 'nvp' | 'soap' | 'rest';
  /** The REST interface, where it is configured (§9.1). */
  readonly rest: RestAccount | undefined;
  readonly postingFiles: PostingFiles | undefined;
  /** How the void screen is told which payment it is about; and the refund screen, and the receipt screen. */
  readonly voidScreen: PaymentNaming;
  readonly refundScreen: PaymentNaming;
  /** Where InstaMed's receipt screen is: no public page says. */
  readonly receiptScreen: (PaymentNaming & { readonly address: string }) | undefined;
  readonly sessionIdField: 2 | 3 | 4 | 5 | 6;
  readonly signOnDevice: 'send' | 'omit';
  readonly savedOnFileField: SavedCardField;
  readonly savedCardPresentStatus: NotPresentStatus;
  /** Without it no eCheck is sold. */
  readonly checkSales: CheckSales | undefined;
  readonly saml: SamlSettings | undefined;
  readonly webhooks: InboundWebhooks | undefined;
}

/** A live secret key, known by its hash only. */
export interface SecretKey {
  readonly id: string;
  readonly sha256: Uint8Array;
  readonly scopes: readonly Scope[];
}

/** What voids and refunds may come to; undefined is no limit. */
export interface ReversalLimits {
  /** Of a tenant's day (UTC), all of them together. */
  readonly dailyCeilingCents: number | undefined;
  /** Above it two different people are named. */
  readonly secondApproverAboveCents: number | undefined;
}

export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly secretKeys: readonly SecretKey[];
  readonly allowedOrigins: readonly string[];
  readonly instamed: InstaMedAccount;
  readonly webhooks: readonly WebhookEndpoint[];
  /** What becomes of a second session for the same thing to be paid. */
  readonly duplicateGuard: 'join' | 'refuse' | 'off';
  /** Whether the host's own numbers may be such as cards have (terms/card-number.ts). */
  readonly cardLikeIds: 'refuse' | 'allow';
  /** How long after a payment another one for the same thing is warned of; 0 for never. */
  readonly recentlyPaidMs: number;
  /** In which receipts are dated. */
  readonly timeZone: string;
  readonly reversals: ReversalLimits;
}

/** In PEM form. */
export interface ListenTls {
  readonly key: Secret;
  readonly certificate: string;
  /** Who signs the certificates of callers that count. */
  readonly clientCertificateAuthorities: string | undefined;
}

/** Where everything is remembered (docs/broker.md, Storage). */
export type DatabaseSettings =
  /** `ballastBytes` is the room kept on the disk for payments under way. */
  | { readonly type: 'sqlite'; readonly path: string; readonly ballastBytes: number }
  | { readonly type: 'postgres'; readonly settings: PostgresSettings };

export interface UpstreamSettings {
  readonly connectTimeoutMs: number;
  readonly answerTimeoutMs: number;
  readonly pollsPerSecond: number;
  readonly tls: UpstreamTls;
}

/** How the audit log is kept (docs/operations.md). */
export interface AuditSettings {
  /** The first writes; all of them verify. */
  readonly keys: readonly [Secret<Uint8Array>, ...Secret<Uint8Array>[]];
  readonly addresses: RecordedAddresses;
  readonly checkpointMs: number;
}

/** Where metrics are read, and by whom; by anybody who gets there without a token. */
export interface MetricsSettings {
  readonly listen: { readonly host: string; readonly port: number };
  readonly token: Secret | undefined;
}

/** The configuration as the broker uses it: checked, complete, secrets resolved. */
export interface BrokerConfiguration {
  readonly environment: 'production' | 'test';
  readonly listen: {
    readonly host: string;
    readonly port: number;
    readonly tls: ListenTls | undefined;
    /** Whose X-Forwarded-For and X-Forwarded-Proto are believed. */
    readonly trustedProxies: BlockList;
  };
  /** Without one, the bound address is used. */
  readonly publicUrl: string | undefined;
  readonly database: DatabaseSettings;
  /** Without it rows are in the clear, which production refuses. */
  readonly encryption: Encryption | undefined;
  /** The first issues; all of them are accepted. */
  readonly clientSecretKeys: ClientSecretKeys;
  readonly polling: { readonly intervalMs: number; readonly windowMs: number };
  readonly upstream: UpstreamSettings;
  readonly limits: CallerLimits;
  readonly connections: ConnectionSettings;
  readonly shedding: PressureLimits;
  readonly webhookDelivery: { readonly allowLoopback: boolean; readonly timeoutMs: number };
  readonly retention: RetentionTimes;
  readonly audit: AuditSettings;
  /** Without, nobody reads any. */
  readonly metrics: MetricsSettings | undefined;
  readonly tenants: readonly Tenant[];
}
