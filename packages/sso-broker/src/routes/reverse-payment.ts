import { RefundPayment, ReversedPayment, VoidPayment } from '@collect-payment/contract';
import { decodeCents } from '@collect-payment/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tenant } from '../configuration/configuration.ts';
import { BrokerError } from '../errors.ts';
import { writeReversalId } from '../identity/reversal-id.ts';
import { callerOf, originOf } from '../plugins/authenticate.ts';
import { timeOf } from '../session/outcome.ts';
import type { Reversal } from '../session/reversal.ts';
import { findPayment, findReversal, isOpen, refundableCents } from '../session/reversals.ts';
import type { FoundReceipt, PaidVerdict, PaymentSession } from '../session/session.ts';
import { judgeAmount } from '../terms/judge-amount.ts';
import { checkPeople } from './check-people.ts';
import { findPaymentOf, PaymentPath } from './find-payment.ts';
import { paymentViewOf, reversalViewOf } from './payment-view.ts';
import { refuseReversal } from './refuse-reversal.ts';
import type { RouteContext } from './route-context.ts';
import { hostOnly, refusals } from './schemas.ts';

const response = { 201: ReversedPayment, 202: ReversedPayment, ...refusals };
const about = { security: hostOnly, params: PaymentPath, response };

/** Both take money back, once for each Idempotency-Key: 201 when it is known what became of it, 202 while it is not. */
export function reversePayment({ app, engine, guards }: RouteContext): void {
  app.post(
    '/v1/payments/:transactionId/void',
    {
      schema: { operationId: 'voidPayment', summary: 'Void a payment whose funds were not transferred yet', body: VoidPayment, ...about },
      onRequest: guards.host('payments:void'),
    },
    (request, reply) => reverse(request, reply, 'void', request.body),
  );
  app.post(
    '/v1/payments/:transactionId/refund',
    {
      schema: { operationId: 'refundPayment', summary: 'Refund a payment, or a part of it', body: RefundPayment, ...about },
      onRequest: guards.host('payments:refund'),
    },
    (request, reply) => reverse(request, reply, 'refund', request.body),
  );

  async function reverse(request: FastifyRequest, reply: FastifyReply, type: 'void' | 'refund', body: RefundPayment & VoidPayment) {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string') throw new BrokerError('ERR_IDEMPOTENCY_KEY_REQUIRED');
    const { amount, ...who } = body;
    const asked = amount === undefined ? {} : { cents: readCents(amount.value) };
    const { tenant } = callerOf(request);
    checkPeople(who, tenant);
    const { session, payment } = await findPaymentOf(request, engine);
    const { transactionId } = payment.receipt;
    const id = writeReversalId([tenant.id, type, transactionId.toLowerCase(), key]);
    if (findReversal(session, id) === undefined) checkApproval(sumWith(asked.cents, session, payment), who, tenant);
    const { dailyCeilingCents } = tenant.reversals;
    const ceiling = dailyCeilingCents === undefined ? {} : { dailyCeilingCents };
    const order = { id, type, transactionId, ...asked, ...who, ...ceiling };
    const result = await engine.reverse(session.terms.id, order, originOf(request));
    if (result.type !== 'reversal') throw refuseReversal(result);
    const found = findPayment(result.session, transactionId) ?? payment;
    reply.code(isOpen(result.reversal) ? 202 : 201);
    const { reversal } = result;
    return { reversal: reversalViewOf(reversal), payment: paymentViewOf(result.session, found), ...screenOf(reversal) };
  }
}

function screenOf(reversal: Reversal): Pick<ReversedPayment, 'screen'> {
  if (reversal.status !== 'unknown' || reversal.page === undefined) return {};
  const { url, endsAtMs } = reversal.page;
  return { screen: { url, tokenExpiresAt: timeOf(endsAtMs) } };
}

function readCents(value: string): number {
  const code = judgeAmount(value);
  if (code !== undefined) throw new BrokerError(code, { param: 'amount/value' });
  return decodeCents(value);
}

/** All that is taken back of the payment with this, so that many small refunds need no fewer people than a large one. */
function sumWith(cents: number | undefined, session: PaymentSession, payment: FoundReceipt<PaidVerdict>): number {
  const { approvedCents } = payment.verdict;
  return cents === undefined ? approvedCents : approvedCents - refundableCents(session, payment) + cents;
}

/** The host's server says who its people are; here is only seen to it that they are two. */
function checkApproval(cents: number, { requestedBy, approvedBy }: VoidPayment, { reversals }: Tenant): void {
  const { secondApproverAboveCents: limit } = reversals;
  if (limit === undefined || cents <= limit) return;
  if (requestedBy === undefined || approvedBy === undefined || requestedBy === approvedBy) throw new BrokerError('ERR_APPROVAL_REQUIRED');
}
