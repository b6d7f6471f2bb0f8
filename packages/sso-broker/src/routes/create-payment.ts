import { CreatedPayment, CreatePayment } from '@collect-payment/contract';
import type { FastifyRequest, preValidationAsyncHookHandler } from 'fastify';
import type { Duplicates, PayResult } from '../engine/engine.ts';
import type { TenderOrder } from '../engine/gateway.ts';
import { BrokerError, type AnyBrokerError } from '../errors.ts';
import { fingerprint, secretFingerprint } from '../identity/fingerprint.ts';
import { paymentSubject } from '../identity/payment-subject.ts';
import { sealAnswer } from '../identity/sealed-answer.ts';
import { callerOf, originOf } from '../plugins/authenticate.ts';
import { writeErrorBody } from '../plugins/error-replies.ts';
import { openKept, replyAgain } from '../plugins/idempotency.ts';
import { refuseUnderLoad } from '../plugins/refuse-under-load.ts';
import { inSeconds } from '../plugins/request-limits.ts';
import { isPaid, type PaymentSession } from '../session/session.ts';
import { hostViewOf } from '../session/view.ts';
import type { IdempotencyKey } from '../storage/store.ts';
import { findCardData } from '../terms/find-card-data.ts';
import { judgeCheckTender } from '../terms/judge-check-tender.ts';
import { readTerms } from '../terms/read-terms.ts';
import { paymentViewOf } from './payment-view.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';
import { refuseLaunch } from './refuse-launch.ts';
import type { RouteContext } from './route-context.ts';
import { hostOnly, refusals } from './schemas.ts';

const schema = {
  operationId: 'createPayment',
  summary: 'Take a payment with nobody before a page: on a saved card, of cash, or by eCheck',
  security: hostOnly,
  body: CreatePayment,
  response: { 201: CreatedPayment, 202: CreatedPayment, ...refusals },
};
const config = { ownsItsKey: true, creates: true };

export function createPayment({ app, engine, guards, shedder, clock, clientSecretKeys, publicUrl }: RouteContext): void {
  const onRequest = [refuseUnderLoad(shedder, 'new_sessions'), guards.host('payments:create')];
  app.post('/v1/payments', { schema, config, onRequest, preValidation: refuseCardData }, async (request, reply) => {
    const { tenant } = callerOf(request);
    const { tender, allowPartialApproval, ...asked } = request.body;
    // The sign-on is for the sale alone: nobody sees its screen.
    const options = allowPartialApproval === undefined ? {} : { options: { allowPartialApproval } };
    judgeCheckTender(tender, tenant);
    const terms = readTerms({ screen: 'simple-collect', ...asked, ...options }, tenant);
    const { duplicateGuard, recentlyPaidMs } = tenant;
    const mode = duplicateGuard === 'off' ? 'off' : (asked.duplicates ?? 'refuse');
    const duplicates: Duplicates = { subject: paymentSubject(clientSecretKeys[0], terms), policy: { mode, recentlyPaidMs } };
    const result = await engine.pay(terms, orderOf(tender), keyOf(request, tender.type === 'check'), duplicates, originOf(request));
    if (result.type === 'answered') return replyAgain(reply, openKept(clientSecretKeys, result.answer));
    if (result.type !== 'paid') throw refusePayment(result, clock.nowMs());
    const { session, replayed } = result;
    if (replayed) reply.header('idempotent-replayed', 'true');
    return reply.code(isInDoubt(session) ? 202 : 201).send(createdPaymentOf(session));
  });

  function keyOf(request: FastifyRequest, isCheck: boolean): IdempotencyKey {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string') throw new BrokerError('ERR_IDEMPOTENCY_KEY_REQUIRED');
    const answerOf: NonNullable<IdempotencyKey['answerOf']> = (verdict) => {
      const reason = verdict.type === 'refused' ? verdict.reason : 'live';
      const refusal = writeErrorBody(refuseDuplicate(reason, verdict.session), request.id, publicUrl());
      return sealAnswer(clientSecretKeys[0], { status: 409, body: JSON.stringify(refusal) });
    };
    // Creations of sessions have their keys in the same place.
    const asked = ['payment', request.body];
    return { key, fingerprint: isCheck ? secretFingerprint(clientSecretKeys[0], asked) : fingerprint(asked), answerOf };
  }
}

/** By its type, so that what is done with an eCheck is never done with another. */
const orderOf = (tender: CreatePayment['tender']): TenderOrder => (tender.type === 'check' ? { tender } : { tender });

const refuseCardData: preValidationAsyncHookHandler = async (request) => {
  const param = findCardData(request.body, callerOf(request).tenant.cardLikeIds);
  if (param !== undefined) throw new BrokerError('ERR_SALE_CARD_DATA', { param });
};

const isInDoubt = ({ status }: PaymentSession): boolean => status === 'confirming' || status === 'unresolved';

function createdPaymentOf(session: PaymentSession): CreatedPayment {
  return { session: hostViewOf(session), ...(isPaid(session) && { payment: paymentViewOf(session, session.found) }) };
}

function refusePayment(result: Exclude<PayResult, { readonly type: 'paid' | 'answered' }>, nowMs: number): AnyBrokerError {
  if (result.type === 'key_reused') return new BrokerError('ERR_IDEMPOTENCY_KEY_REUSED');
  if (result.type === 'refused' && 'reason' in result) return refuseDuplicate(result.reason, result.session);
  // Another request under the same key pays it.
  if (result.type === 'conflict' && result.reason === 'launching') return new BrokerError('ERR_IDEMPOTENCY_KEY_IN_USE');
  if (result.type !== 'sale_refused') return refuseLaunch(result, nowMs);
  if (result.untilMs === undefined) return new BrokerError('ERR_SALE_REFUSED');
  return new BrokerError('ERR_UPSTREAM_SUSPENDED', { operation: 'sale', retryAfterSeconds: inSeconds(result.untilMs - nowMs) });
}
