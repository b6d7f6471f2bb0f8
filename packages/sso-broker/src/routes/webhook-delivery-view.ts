import type { WebhookDelivery } from '@collect-payment/contract';
import { timeOf } from '../session/outcome.ts';
import type { Delivery } from '../storage/outbox.ts';

/** A delivery as the host may see it: all but the body, which it gets signed or not at all. */
export function deliveryViewOf(delivery: Delivery): WebhookDelivery {
  const { id, eventId, endpointId, type, sessionId, status, attempts, responseStatus, failure } = delivery;
  return {
    id,
    eventId,
    endpointId,
    type,
    sessionId,
    status,
    attempts,
    createdAt: timeOf(delivery.createdAtMs),
    ...(delivery.lastAttemptAtMs !== undefined && { lastAttemptAt: timeOf(delivery.lastAttemptAtMs) }),
    ...(delivery.nextAttemptAtMs !== undefined && { nextAttemptAt: timeOf(delivery.nextAttemptAtMs) }),
    ...(responseStatus !== undefined && { responseStatus }),
    ...(failure !== undefined && { failure }),
  };
}
