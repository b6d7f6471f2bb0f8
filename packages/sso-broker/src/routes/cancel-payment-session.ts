import { PaymentSessionView } from '@collect-payment/contract';
import { BrokerError } from '../errors.ts';
import { originOf, sessionOf } from '../plugins/authenticate.ts';
import { refuseConflict } from './refuse-conflict.ts';
import type { RouteContext } from './route-context.ts';
import { hostOrPage, NoBody, refusals, SessionPath } from './schemas.ts';
import { viewForCaller } from './view-for-caller.ts';

const schema = {
  operationId: 'cancelPaymentSession',
  summary: 'Cancel a payment session; a payment that was made wins',
  security: hostOrPage,
  params: SessionPath,
  body: NoBody,
  response: { 200: PaymentSessionView, ...refusals },
};

export function cancelPaymentSession({ app, engine, guards }: RouteContext): void {
  app.post('/v1/payment-sessions/:id/cancel', { schema, onRequest: guards.session('sessions:cancel') }, async (request) => {
    const result = await engine.cancel(sessionOf(request).terms.id, originOf(request));
    if (result.type === 'conflict') throw refuseConflict(result);
    if (result.type === 'not_found') throw new BrokerError('ERR_SESSION_UNKNOWN');
    return viewForCaller(request, result.session);
  });
}
