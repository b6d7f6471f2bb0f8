import { WebhookDeliveryList, WebhookDeliveryStatus } from '@collect-payment/contract';
import { Type } from 'typebox';
import { callerOf } from '../plugins/authenticate.ts';
import type { RouteContext } from './route-context.ts';
import { hostOnly, pageQuery, refusals } from './schemas.ts';
import { deliveryViewOf } from './webhook-delivery-view.ts';

const schema = {
  operationId: 'listWebhookDeliveries',
  summary: 'Page through the webhook deliveries, oldest first',
  security: hostOnly,
  querystring: Type.Object({ ...pageQuery, status: Type.Optional(WebhookDeliveryStatus) }, { additionalProperties: false }),
  response: { 200: WebhookDeliveryList, ...refusals },
};

export function listWebhookDeliveries({ app, store, guards }: RouteContext): void {
  app.get('/v1/webhook-deliveries', { schema, onRequest: guards.host('webhooks:read') }, async (request) => {
    const { after = '0', limit = '50', status } = request.query;
    const page = await store.outbox.list({
      tenantId: callerOf(request).tenant.id,
      afterPosition: Number(after),
      limit: Number(limit),
      ...(status !== undefined && { filter: status }),
    });
    return { data: page.items.map((delivery) => deliveryViewOf(delivery)), nextCursor: String(page.nextPosition), hasMore: page.hasMore };
  });
}
