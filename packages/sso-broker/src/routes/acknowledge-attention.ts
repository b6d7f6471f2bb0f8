import { AttentionItem } from '@collect-payment/contract';
import { Type } from 'typebox';
import { BrokerError } from '../errors.ts';
import { callerOf } from '../plugins/authenticate.ts';
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

export function acknowledgeAttention({ app, store, clock, guards }: RouteContext): void {
  app.post('/v1/attention/:id/acknowledge', { schema, onRequest: guards.host('attention:acknowledge') }, async (request) => {
    const item = await store.attention.acknowledge(callerOf(request).tenant.id, request.params.id, clock.nowMs());
    if (item === undefined) throw new BrokerError('ERR_ATTENTION_UNKNOWN');
    return attentionItemViewOf(item);
  });
}
