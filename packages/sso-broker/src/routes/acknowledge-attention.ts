import { AttentionItem } from '@collect-payment/contract';
import { Type } from 'typebox';
import { BrokerError } from '../errors.ts';
import { isItemId } from '../identity/id-shapes.ts';
import { callerOf, originOf } from '../plugins/authenticate.ts';
import { attentionItemViewOf } from './attention-item-view.ts';
import type { RouteContext } from './route-context.ts';
import { hostOnly, NoBody, refusals } from './schemas.ts';

const schema = {
  operationId: 'acknowledgeAttention',
  summary: 'Say that somebody has looked; again changes nothing',
  security: hostOnly,
  params: Type.Object({ id: Type.String({ description: 'An attention item id, att_…' }) }),
  body: NoBody,
  response: { 200: AttentionItem, ...refusals },
};

export function acknowledgeAttention({ app, store, audit, clock, guards }: RouteContext): void {
  app.post('/v1/attention/:id/acknowledge', { schema, onRequest: guards.host('attention:acknowledge') }, async (request) => {
    const { id: attentionId } = request.params;
    if (!isItemId(attentionId)) throw new BrokerError('ERR_ATTENTION_UNKNOWN');
    const { id: tenantId } = callerOf(request).tenant;
    const atMs = clock.nowMs();
    const recorded = audit.draft({ tenantId, atMs, origin: originOf(request), events: [{ type: 'attention_acknowledged', attentionId }] });
    const item = await store.attention.acknowledge(tenantId, attentionId, atMs, recorded);
    if (item === undefined) throw new BrokerError('ERR_ATTENTION_UNKNOWN');
    return attentionItemViewOf(item);
  });
}
