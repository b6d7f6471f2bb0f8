import type { WebhookDeliveryStatus, WebhookEventType, WebhookFailure } from '@collect-payment/contract';
import type { AuditDraft } from '../audit/audit-writer.ts';
import type { Page, PageRequest } from './page.ts';

/** One event for one endpoint, due at once. */
export interface NewDelivery {
  readonly id: string;
  /** The `webhook-id` of every attempt. */
  readonly eventId: string;
  readonly tenantId: string;
  readonly endpointId: string;
  readonly sessionId: string;
  readonly type: WebhookEventType;
  readonly body: string;
  readonly createdAtMs: number;
}

export interface Delivery extends NewDelivery {
  readonly status: WebhookDeliveryStatus;
  readonly attempts: number;
  /** While `pending`. */
  readonly nextAttemptAtMs?: number;
  readonly lastAttemptAtMs?: number;
  readonly responseStatus?: number;
  readonly failure?: WebhookFailure;
}

/** An endpoint is known by its address too: one that was disabled is a new one when its address has changed. */
export interface EndpointKey {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly url: string;
}

/** A delivery that this process has taken to attempt. The epoch is new with every claim and every replay. */
export interface ClaimedDelivery {
  readonly delivery: Delivery;
  readonly epoch: number;
}

export interface DeliveryClaim {
  readonly endpoint: EndpointKey;
  /** Tells what is due; leases end by the clock of the engine, where it has one. */
  readonly nowMs: number;
  readonly limit: number;
  readonly leaseMs: number;
}

/** What became of an attempt. `failed` spends the last one; `gone` (HTTP 410) also disables the endpoint. */
export type AttemptResult =
  | { readonly type: 'delivered'; readonly responseStatus: number }
  | { readonly type: 'retry'; readonly atMs: number; readonly failure: WebhookFailure; readonly responseStatus?: number }
  | { readonly type: 'failed'; readonly failure: WebhookFailure; readonly responseStatus?: number }
  | { readonly type: 'gone'; readonly failure: WebhookFailure; readonly responseStatus: number };

/** The webhooks that were decided, until their hosts have them. They come in by `Store.commit`. */
export interface Outbox {
  /** Due deliveries of one endpoint, the earliest first; none of a disabled one. */
  claimDue(claim: DeliveryClaim): Promise<readonly ClaimedDelivery[]>;
  /** When the next delivery of the endpoint can be claimed; undefined when none is pending, or it is disabled. */
  nextDueAtMs(endpoint: EndpointKey, nowMs: number): Promise<number | undefined>;
  /** Stores an attempt. False, and nothing stored, when the claim's epoch has passed. */
  record(claimed: ClaimedDelivery, url: string, atMs: number, result: AttemptResult): Promise<boolean>;
  /** Hands a claim over without an attempt: the delivery is due as it was. Nothing is changed when the claim's epoch has passed. */
  release(claimed: ClaimedDelivery): Promise<void>;
  list(request: PageRequest<WebhookDeliveryStatus>): Promise<Page<Delivery>>;
  find(tenantId: string, deliveryId: string): Promise<Delivery | undefined>;
  /** Makes a delivery due again from its first attempt, whatever became of it, and its endpoint enabled. */
  replay(tenantId: string, deliveryId: string, nowMs: number, audit?: AuditDraft): Promise<Delivery | undefined>;
}
