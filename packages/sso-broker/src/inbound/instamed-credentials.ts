import type { BlockList } from 'node:net';

/** How InstaMed proves itself to one tenant's webhook address: one of Basic and OAuth 2.0, never both (instamed-protocol.md §5.1). */
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
      };
  /** Only from these addresses. */
  readonly sources: BlockList | undefined;
}
