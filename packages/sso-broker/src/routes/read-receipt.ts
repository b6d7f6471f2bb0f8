import { Receipt } from '@collect-payment/contract';
import { BrokerError } from '../errors.ts';
import { callerOf, originOf, sessionOf } from '../plugins/authenticate.ts';
import { receiptViewOf } from '../receipts/receipt-view.ts';
import { isSettled } from '../session/session.ts';
import type { RouteContext } from './route-context.ts';
import { hostOrPage, refusals, SessionPath } from './schemas.ts';

const schema = {
  operationId: 'readReceipt',
  summary: 'Read the receipt of a payment session',
  security: hostOrPage,
  params: SessionPath,
  response: { 200: Receipt, ...refusals },
};

export function readReceipt({ app, audit, clock, guards }: RouteContext): void {
  app.get('/v1/payment-sessions/:id/receipt', { schema, onRequest: guards.session('sessions:read') }, async (request) => {
    const session = sessionOf(request);
    const receipt = receiptViewOf(session, callerOf(request).tenant.name);
    if (receipt === undefined) throw new BrokerError(isSettled(session) ? 'ERR_RECEIPT_NONE' : 'ERR_RECEIPT_NOT_READY');
    // It says what was paid for whom: nobody gets it unrecorded.
    const { id: sessionId, tenantId, staff } = session.terms;
    const events = [{ type: 'receipt_read', sessionId }] as const;
    await audit.record({ tenantId, atMs: clock.nowMs(), origin: originOf(request), events, staffId: staff.id });
    return receipt;
  });
}
