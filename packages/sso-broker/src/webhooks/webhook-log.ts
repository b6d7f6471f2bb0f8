import type { WebhookEventType, WebhookFailure } from '@collect-payment/contract';

interface AttemptLog {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly deliveryId: string;
  readonly event: WebhookEventType;
  /** Counted from 1. */
  readonly attempt: number;
  readonly responseStatus?: number;
}

/** All that is logged of webhooks out. */
export type WebhookLogEntry =
  | ({ readonly type: 'webhook_delivered' } & AttemptLog)
  /** `webhook_failed` is tried again, `webhook_given_up` is not. */
  | ({ readonly type: 'webhook_failed' | 'webhook_given_up'; readonly failure: WebhookFailure } & AttemptLog)
  /** The endpoint answered 410: it is sent nothing more until its address changes or a delivery is replayed. */
  | { readonly type: 'webhook_endpoint_disabled'; readonly tenantId: string; readonly endpointId: string }
  | { readonly type: 'store_failed'; readonly error: unknown };
