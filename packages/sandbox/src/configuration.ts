import type { NotificationFormat } from '@collect-payment/protocol';
import type { Switches } from './switches.ts';

/** One InstaMed account as the sandbox knows it: the SSO credentials, the NVP credentials and the outlet they belong to. */
export interface SandboxAccount {
  /** `user@account-domain` (instamed-protocol.md §0). */
  readonly accountId: string;
  /** SSO secret, also the `password` of SSOService.asmx. Not the NVP password (§0). */
  readonly securityKey: string;
  readonly ssoAlias: string;
  readonly id: string;
  readonly apiUser: string;
  readonly apiPassword: string;
  /** Key and secret of the REST interface (§9.1). Without them it is refused for the account. */
  readonly rest?: { readonly apiKey: string; readonly apiSecret: string };
  readonly outlet: { readonly merchantId: string; readonly storeId: string; readonly terminalId: string };
  readonly merchantName: string;
  /** Who fetches the account's posting files, by a password or by the RSA key of this public one (`ssh-rsa …`). Without it nobody does. */
  readonly files?: { readonly user: string; readonly password?: string; readonly publicKey?: string };
  /** Who may sign assertions for this account. Without it SAML is refused for the account. */
  readonly identityProvider?: {
    readonly entityId: string;
    /** PEM; while a signing key is being changed the old one and the next. */
    readonly certificate: string | readonly string[];
  };
}

/** Where an account wants to be told, in which format, and how the sandbox proves itself there (instamed-protocol.md §5.1). */
export interface SandboxWebhook {
  readonly accountId: string;
  readonly url: string;
  readonly format: NotificationFormat;
  /** HTTP Basic, or an OAuth 2.0 bearer token that somebody has issued. */
  readonly credentials?: { readonly user: string; readonly password: string } | { readonly bearer: string };
}

/** What a sandbox is started with. */
export interface SandboxConfiguration {
  readonly accounts: readonly SandboxAccount[];
  readonly serviceProvider: {
    readonly entityId: string;
    /** PEM; decrypts assertions. Without it an encrypted assertion is refused as `decryption-failed`. */
    readonly privateKey?: string;
    /** PEM; published in the metadata. */
    readonly certificate?: string;
  };
  readonly webhooks?: readonly SandboxWebhook[];
  readonly switches?: Partial<Switches>;
}
