import { receiptLanguages, type ReceiptLanguage } from '@collect-payment/contract';
import { Type } from 'typebox';
import { BrokerError } from '../errors.ts';
import { callerOf, originOf, sessionOf } from '../plugins/authenticate.ts';
import { ReceiptPrinter } from '../receipts/pdf/receipt-printer.ts';
import { printedReceiptOf } from '../receipts/printed-receipt.ts';
import { isSettled } from '../session/session.ts';
import type { RouteContext } from './route-context.ts';
import { hostOrPage, refusals, SessionPath } from './schemas.ts';

/** A BCP 47 tag: a page asks in whatever language it is, and one that no receipt is printed in gets English. */
const Query = Type.Object(
  { language: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$', maxLength: 35 })) },
  { additionalProperties: false },
);

const languageOf = (tag = 'en'): ReceiptLanguage => {
  const [primary] = tag.toLowerCase().split('-');
  return receiptLanguages.find((language) => language === primary) ?? 'en';
};

const schema = {
  operationId: 'printReceipt',
  summary: 'Read the receipt of money that was taken, as a PDF',
  security: hostOrPage,
  params: SessionPath,
  querystring: Query,
  response: {
    200: {
      description: 'The receipt, in the language that is asked for if it is one of ar, en, es, fr, vi and zh, else in English',
      content: { 'application/pdf': { schema: Type.Unsafe<Uint8Array>({ type: 'string', contentMediaType: 'application/pdf' }) } },
    },
    ...refusals,
  },
};

/** `/v1/payment-sessions/{id}/receipt.pdf`: whoever may read the receipt may have it printed. Only of money that was taken is there one. */
export function printReceipt({ app, audit, clock, guards }: RouteContext): void {
  const printer = new ReceiptPrinter(clock);
  app.addHook('onClose', () => printer.close());
  app.get('/v1/payment-sessions/:id/receipt.pdf', { schema, onRequest: guards.session('sessions:read') }, async (request, reply) => {
    const session = sessionOf(request);
    const { name: merchantName, timeZone } = callerOf(request).tenant;
    const nowMs = clock.nowMs();
    const printed = printedReceiptOf(session, { merchantName, timeZone, nowMs, language: languageOf(request.query.language) });
    if (printed === undefined) throw new BrokerError(isSettled(session) ? 'ERR_RECEIPT_NONE' : 'ERR_RECEIPT_NOT_READY');
    const bytes = await printer.print(printed);
    // It says what was paid for whom: nobody gets it unrecorded.
    const { id: sessionId, tenantId, staff } = session.terms;
    const events = [{ type: 'receipt_read', sessionId }] as const;
    await audit.record({ tenantId, atMs: clock.nowMs(), origin: originOf(request), events, staffId: staff.id });
    return reply.header('content-disposition', `attachment; filename="${printed.fileName}"`).type('application/pdf').send(bytes);
  });
}
