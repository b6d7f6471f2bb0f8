import { ReceiptPage, ReceiptPageRequest } from '@collect-payment/contract';
import { BrokerError } from '../errors.ts';
import { callerOf, originOf } from '../plugins/authenticate.ts';
import { timeOf } from '../session/outcome.ts';
import { checkPeople } from './check-people.ts';
import { findPaymentOf, PaymentPath } from './find-payment.ts';
import { refuseLaunch } from './refuse-launch.ts';
import type { RouteContext } from './route-context.ts';
import { hostOnly, refusals } from './schemas.ts';

const schema = {
  operationId: 'openReceiptPage',
  summary: 'Sign on to InstaMed’s own receipt of a payment, and get the page to open',
  security: hostOnly,
  params: PaymentPath,
  body: ReceiptPageRequest,
  response: { 200: ReceiptPage, ...refusals },
};

/** Changes nothing of the payment. A scope of its own: InstaMed's receipt has a void on it (instamed-protocol.md §9.4). */
export function openReceiptPage({ app, audit, clock, engine, guards }: RouteContext): void {
  app.post(
    '/v1/payments/:transactionId/receipt-page',
    { schema, onRequest: guards.host('payments:receipt-page') },
    async (request): Promise<ReceiptPage> => {
      const { requestedBy } = request.body;
      const { tenant } = callerOf(request);
      checkPeople(request.body, tenant);
      const { session, payment } = await findPaymentOf(request, engine);
      if (tenant.instamed.receiptScreen === undefined) throw new BrokerError('ERR_RECEIPT_SCREEN_NOT_CONFIGURED');
      const { id: sessionId, tenantId, staff } = session.terms;
      const { transactionId } = payment.receipt;
      // It says what was paid for whom: nobody gets it unrecorded.
      const events = [{ type: 'receipt_page_opened', sessionId, transactionId }] as const;
      const staffId = requestedBy ?? staff.id;
      await audit.record({ tenantId, atMs: clock.nowMs(), origin: originOf(request), events, staffId });
      const order = { tenantId, transactionId, ...(requestedBy !== undefined && { userId: requestedBy }) };
      const result = await engine.openReceipt(order);
      if (result.type !== 'launched') throw refuseLaunch(result, clock.nowMs());
      return { url: result.url, tokenExpiresAt: timeOf(clock.nowMs() + session.terms.polling.windowMs) };
    },
  );
}
