import { PaymentSessionView } from '@collect-payment/contract';
import { sessionOf } from '../plugins/authenticate.ts';
import type { RouteContext } from './route-context.ts';
import { hostOrPage, refusals, SessionPath } from './schemas.ts';
import { viewForCaller } from './view-for-caller.ts';

const schema = {
  operationId: 'readPaymentSession',
  summary: 'Read a payment session',
  security: hostOrPage,
  params: SessionPath,
  response: { 200: PaymentSessionView, ...refusals },
};

export function readPaymentSession({ app, guards }: RouteContext): void {
  app.get('/v1/payment-sessions/:id', { schema, onRequest: guards.session('sessions:read') }, async (request) =>
    viewForCaller(request, sessionOf(request)),
  );
}
