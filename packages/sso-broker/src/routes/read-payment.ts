import { Payment } from '@collect-payment/contract';
import { findPaymentOf, PaymentPath } from './find-payment.ts';
import { paymentViewOf } from './payment-view.ts';
import type { RouteContext } from './route-context.ts';
import { hostOnly, refusals } from './schemas.ts';

const schema = {
  operationId: 'readPayment',
  summary: 'Read a payment with its voids and refunds',
  security: hostOnly,
  params: PaymentPath,
  response: { 200: Payment, ...refusals },
};

export function readPayment({ app, engine, guards }: RouteContext): void {
  app.get('/v1/payments/:transactionId', { schema, onRequest: guards.host('payments:read') }, async (request) => {
    const { session, payment } = await findPaymentOf(request, engine);
    return paymentViewOf(session, payment);
  });
}
