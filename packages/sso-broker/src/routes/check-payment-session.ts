import { PaymentSessionView } from '@collect-payment/contract';
import { BrokerError } from '../errors.ts';
import { sessionOf } from '../plugins/authenticate.ts';
import type { RouteContext } from './route-context.ts';
import { hostOrPage, NoBody, refusals, SessionPath } from './schemas.ts';
import { viewForCaller } from './view-for-caller.ts';

const schema = {
  operationId: 'checkPaymentSession',
  summary: 'Look at InstaMed now, at most once in two seconds',
  security: hostOrPage,
  params: SessionPath,
  body: NoBody,
  response: { 200: PaymentSessionView, ...refusals },
};

export function checkPaymentSession({ app, engine, guards }: RouteContext): void {
  app.post('/v1/payment-sessions/:id/check', { schema, onRequest: guards.session('sessions:read') }, async (request) => {
    const session = await engine.checkNow(sessionOf(request).terms.id);
    if (session === undefined) throw new BrokerError('ERR_SESSION_UNKNOWN');
    return viewForCaller(request, session);
  });
}
