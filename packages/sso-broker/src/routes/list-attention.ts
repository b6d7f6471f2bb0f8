import { AttentionList } from '@collect-payment/contract';
import { Type } from 'typebox';
import { callerOf } from '../plugins/authenticate.ts';
import { attentionItemViewOf } from './attention-item-view.ts';
import type { RouteContext } from './route-context.ts';
import { hostOnly, pageQuery, refusals } from './schemas.ts';

const schema = {
  operationId: 'listAttention',
  summary: 'Page through what a person must look at, oldest first; without status=all only what nobody has acknowledged',
  security: hostOnly,
  querystring: Type.Object(
    { ...pageQuery, status: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('all')])) },
    { additionalProperties: false },
  ),
  response: { 200: AttentionList, ...refusals },
};

export function listAttention({ app, store, guards }: RouteContext): void {
  app.get('/v1/attention', { schema, onRequest: guards.host('attention:read') }, async (request) => {
    const { after = '0', limit = '50', status = 'open' } = request.query;
    const page = await store.attention.list({
      tenantId: callerOf(request).tenant.id,
      afterPosition: Number(after),
      limit: Number(limit),
      ...(status === 'open' && { filter: status }),
    });
    return { data: page.items.map((item) => attentionItemViewOf(item)), nextCursor: String(page.nextPosition), hasMore: page.hasMore };
  });
}
