import { PaymentSessionList } from '@collect-payment/contract';
import { Type } from 'typebox';
import { callerOf } from '../plugins/authenticate.ts';
import { hostViewOf } from '../session/view.ts';
import type { RouteContext } from './route-context.ts';
import { hostOnly, pageQuery, refusals } from './schemas.ts';

const schema = {
  operationId: 'listPaymentSessions',
  summary: 'Page through the sessions in the order of their latest change',
  security: hostOnly,
  querystring: Type.Object(
    {
      changedSince: pageQuery.after,
      limit: pageQuery.limit,
    },
    { additionalProperties: false },
  ),
  response: { 200: PaymentSessionList, ...refusals },
};

export function listPaymentSessions({ app, engine, guards }: RouteContext): void {
  app.get('/v1/payment-sessions', { schema, onRequest: guards.host('sessions:read') }, async (request) => {
    const { changedSince = '0', limit = '50' } = request.query;
    const page = await engine.list(callerOf(request).tenant.id, Number(changedSince), Number(limit));
    return { data: page.sessions.map((session) => hostViewOf(session)), nextCursor: String(page.nextPosition), hasMore: page.hasMore };
  });
}
