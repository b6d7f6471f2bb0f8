import type { WebhookEventType } from '@collect-payment/contract';
import type { HostEvent } from '../session/host-event.ts';
import type { NewDelivery } from '../storage/outbox.ts';

/** The hosts' webhook endpoints, as the engine needs them: who wants to know, and that there is something to send. */
export interface HostWebhooks {
  /** The ids of the tenant's endpoints that take this type. */
  endpointsFor(tenantId: string, type: WebhookEventType): readonly string[];
  /** Deliveries of this tenant have been stored. */
  wake(tenantId: string): void;
}

/** Each event once for each endpoint that takes it. The body is written here, once: every attempt sends the same bytes. */
export function deliveriesOf(events: readonly HostEvent[], webhooks: HostWebhooks | undefined): readonly NewDelivery[] {
  return events.flatMap(({ id, tenantId, sessionId, atMs, message }) =>
    (webhooks?.endpointsFor(tenantId, message.type) ?? []).map((endpointId) => ({
      id: `${id}-${endpointId}`,
      eventId: id,
      tenantId,
      endpointId,
      sessionId,
      type: message.type,
      body: JSON.stringify(message),
      createdAtMs: atMs,
    })),
  );
}
