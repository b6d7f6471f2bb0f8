import type { BlockList } from 'node:net';

/**
 * How InstaMed proves itself to one tenant's webhook address: one of Basic and OAuth 2.0, never both, beside a certificate or without one, or
 * the certificate alone (instamed-protocol.md §5.1). All that is configured must hold.
 */
export interface InboundWebhooks {
  readonly authentication:
    /** SHA-256 of `user:password`, one or two live. */
    | { readonly type: 'basic'; readonly credentials: readonly Uint8Array[] }
    | {
        readonly type: 'oauth';
        readonly issuer: string;
        readonly jwksUrl: string;
        readonly audience: string;
        readonly algorithms: readonly string[];
      }
    /** The certificate is all. */
    | { readonly type: 'certificate' };
  /** One of these stands in the certificate of the connection, as a DNS name among its subject alternative names. */
  readonly certificateNames: readonly string[] | undefined;
  /** Only from these addresses. */
  readonly sources: BlockList | undefined;
}
