import type { WebhookDeliveryStatus, WebhookEventType, WebhookFailure } from '@collect-payment/contract';
import type { AttemptResult, ClaimedDelivery, Delivery } from './outbox.ts';
import { optional, type Row } from './page-rows.ts';

/** A delivery's row as it was stored. */
export function readDelivery(row: Row): Delivery {
  const status = String(row['status']) as WebhookDeliveryStatus;
  return {
    id: String(row['id']),
    eventId: String(row['event_id']),
    tenantId: String(row['tenant_id']),
    endpointId: String(row['endpoint_id']),
    sessionId: String(row['session_id']),
    type: String(row['type']) as WebhookEventType,
    body: String(row['body']),
    createdAtMs: Number(row['created_at_ms']),
    status,
    attempts: Number(row['attempts']),
    ...(status === 'pending' && { nextAttemptAtMs: Number(row['due_at_ms']) }),
    ...optional('lastAttemptAtMs', row['last_attempt_at_ms'], Number),
    ...optional('responseStatus', row['response_status'], Number),
    ...optional('failure', row['failure'], (failure) => String(failure) as WebhookFailure),
  };
}

/** Rows that were claimed, the earliest first. */
export function readClaimedDeliveries(rows: readonly Row[]): readonly ClaimedDelivery[] {
  return rows
    .toSorted((one, other) => Number(one['due_at_ms']) - Number(other['due_at_ms']) || Number(one['position']) - Number(other['position']))
    .map((row) => ({ delivery: readDelivery(row), epoch: Number(row['epoch']) }));
}

/** What a delivery is after an attempt. */
export function statusAfter(result: AttemptResult): WebhookDeliveryStatus {
  if (result.type === 'retry') return 'pending';
  return result.type === 'delivered' ? 'delivered' : 'failed';
}
