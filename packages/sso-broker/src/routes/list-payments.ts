import { PaymentList, PaymentStatus, type Payment } from '@collect-payment/contract';
import { Type, type Static } from 'typebox';
import type { Engine } from '../engine/engine.ts';
import { BrokerError } from '../errors.ts';
import { isSessionId } from '../identity/id-shapes.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { findPayment } from '../session/reversals.ts';
import type { PaymentSession } from '../session/session.ts';
import type { PaymentCursor, PaymentQuery, PaymentRow } from '../storage/payment-list.ts';
import { paymentViewOf } from './payment-view.ts';
import type { RouteContext } from './route-context.ts';
import { hostOnly, pageQuery, refusals } from './schemas.ts';

const cursor = (description: string) => Type.Optional(Type.String({ pattern: '^(0|[0-9]{1,15}_[0-9A-Za-z-]{1,50})$', description }));
const time = (description: string) => Type.Optional(Type.String({ format: 'date-time', description }));
const session = (description: string) => Type.Optional(Type.String({ maxLength: 100, description }));

const Query = Type.Object(
  {
    after: cursor('The nextCursor of the page before: the latest payments come first'),
    changedSince: cursor(
      'A nextCursor of a page that was asked for with changedSince, or 0: the payments in the order of their latest change',
    ),
    limit: pageQuery.limit,
    status: Type.Optional(PaymentStatus),
    takenFrom: time('Taken then or later'),
    takenBefore: time('Taken earlier'),
    patientOf: session('A session’s id: the payments of its patient. No patient’s own id stands in an address'),
    invoiceOf: session('A session’s id: the payments for its invoice'),
  },
  { additionalProperties: false },
);

const schema = {
  operationId: 'listPayments',
  summary: 'Page through the payments, with their voids and refunds',
  security: hostOnly,
  querystring: Query,
  response: { 200: PaymentList, ...refusals },
};

export function listPayments({ app, engine, store, guards }: RouteContext): void {
  app.get('/v1/payments', { schema, onRequest: guards.host('payments:read') }, async (request) => {
    const { id: tenantId } = callerOf(request).tenant;
    const query = await readQuery(request.query, tenantId, engine);
    if (query === undefined) return { data: [], hasMore: false };
    const { payments, next, hasMore } = await store.payments.list(query);
    const views = await Promise.all(payments.map((row) => viewOf(row, engine)));
    const { changedSince, after } = request.query;
    const nextCursor = next === undefined ? (changedSince ?? after) : writeCursor(next);
    return { data: views.flat(), ...(nextCursor !== undefined && { nextCursor }), hasMore };
  });
}

/** Undefined when nothing can match: what the session was about has been erased. @throws BrokerError */
async function readQuery(query: Static<typeof Query>, tenantId: string, engine: Engine): Promise<PaymentQuery | undefined> {
  const { after, changedSince, limit = '50', status, takenFrom, takenBefore, patientOf, invoiceOf } = query;
  // They are of two orders.
  if (after !== undefined && changedSince !== undefined) throw new BrokerError('ERR_CURSOR_INVALID', { param: 'after' });
  const place = readCursor(changedSince ?? after ?? '0');
  const patient = patientOf === undefined ? undefined : (await sessionOf(patientOf, tenantId, engine)).terms.patient;
  const invoice = invoiceOf === undefined ? undefined : (await sessionOf(invoiceOf, tenantId, engine)).terms.invoice;
  if (patient === 'erased' || (invoiceOf !== undefined && invoice === undefined)) return undefined;
  return {
    tenantId,
    order: changedSince === undefined ? 'newest' : 'changed',
    limit: Number(limit),
    ...(place && { after: place }),
    ...(status && { status }),
    ...(takenFrom !== undefined && { takenFromMs: Date.parse(takenFrom) }),
    ...(takenBefore !== undefined && { takenBeforeMs: Date.parse(takenBefore) }),
    ...(patient && { patientId: patient.id }),
    ...(invoice !== undefined && { invoice }),
  };
}

/** The caller's own. @throws BrokerError ERR_SESSION_UNKNOWN */
async function sessionOf(id: string, tenantId: string, engine: Engine): Promise<PaymentSession> {
  const found = isSessionId(id) ? await engine.get(id) : undefined;
  if (found?.terms.tenantId !== tenantId) throw new BrokerError('ERR_SESSION_UNKNOWN');
  return found;
}

async function viewOf({ sessionId, transactionId }: PaymentRow, engine: Engine): Promise<readonly Payment[]> {
  const found = await engine.get(sessionId);
  const payment = found && findPayment(found, transactionId);
  return found === undefined || payment === undefined ? [] : [paymentViewOf(found, payment)];
}

const writeCursor = ({ number, transactionId }: PaymentCursor): string => `${number}_${transactionId}`;

function readCursor(text: string): PaymentCursor | undefined {
  const [number = '', transactionId] = text.split('_');
  return transactionId === undefined ? undefined : { number: Number(number), transactionId: transactionId.toLowerCase() };
}
