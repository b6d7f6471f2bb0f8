import type { UpstreamOperation } from '../errors.ts';

/** All that the gateway logs: calls of one kind are held back, or made again. */
export type GatewayLogEntry =
  | {
      readonly type: 'upstream_suspended';
      readonly tenantId: string;
      readonly operation: UpstreamOperation;
      /** 1 when the calls had been answered before; more when a probe has failed. */
      readonly openings: number;
      readonly forMs: number;
    }
  | { readonly type: 'upstream_resumed'; readonly tenantId: string; readonly operation: UpstreamOperation };
