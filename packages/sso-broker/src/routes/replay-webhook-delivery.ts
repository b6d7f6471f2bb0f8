import { WebhookDelivery } from '@collect-payment/contract';
import { Type } from 'typebox';
import { BrokerError } from '../errors.ts';
import { isItemId } from '../identity/id-shapes.ts';
import { callerOf, originOf } from '../plugins/authenticate.ts';
import type { RouteContext } from './route-context.ts';
import { hostOnly, NoBody, refusals } from './schemas.ts';
import { deliveryViewOf } from './webhook-delivery-view.ts';

const schema = {
  operationId: 'replayWebhookDelivery',
  summary: 'Send a webhook again, whatever became of it; an endpoint that was disabled is enabled by it',
  security: hostOnly,
  params: Type.Object({ id: Type.String({ description: 'A webhook delivery id, evt_…' }) }),
  body: NoBody,
  response: { 200: WebhookDelivery, ...refusals },
};

export function replayWebhookDelivery({ app, store, webhooks, audit, clock, guards }: RouteContext): void {
  app.post('/v1/webhook-deliveries/:id/replay', { schema, onRequest: guards.host('webhooks:replay') }, async (request) => {
    const { tenant } = callerOf(request);
    const { id: deliveryId } = request.params;
    if (!isItemId(deliveryId)) throw new BrokerError('ERR_DELIVERY_UNKNOWN');
    const known = await store.outbox.find(tenant.id, deliveryId);
    if (known !== undefined && !webhooks.endpointsFor(tenant.id, known.type).includes(known.endpointId))
      throw new BrokerError('ERR_WEBHOOK_ENDPOINT_UNKNOWN');
    const atMs = clock.nowMs();
    const events = [{ type: 'webhook_replayed', deliveryId }] as const;
    const recorded = audit.draft({ tenantId: tenant.id, atMs, origin: originOf(request), events });
    const delivery = await store.outbox.replay(tenant.id, deliveryId, atMs, recorded);
    if (delivery === undefined) throw new BrokerError('ERR_DELIVERY_UNKNOWN');
    webhooks.wake(tenant.id);
    return deliveryViewOf(delivery);
  });
}
