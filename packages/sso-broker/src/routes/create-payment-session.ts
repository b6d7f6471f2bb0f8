import { CreatedPaymentSession, CreatePaymentSession } from '@collect-payment/contract';
import type { FastifyRequest } from 'fastify';
import type { Duplicates, NewSession } from '../engine/engine.ts';
import { BrokerError } from '../errors.ts';
import { issueClientSecret } from '../identity/client-secret.ts';
import { fingerprint } from '../identity/fingerprint.ts';
import { paymentSubject } from '../identity/payment-subject.ts';
import { sealAnswer } from '../identity/sealed-answer.ts';
import { callerOf, originOf } from '../plugins/authenticate.ts';
import { writeErrorBody } from '../plugins/error-replies.ts';
import { openKept, replyAgain } from '../plugins/idempotency.ts';
import { refuseUnderLoad } from '../plugins/refuse-under-load.ts';
import type { PaymentSession } from '../session/session.ts';
import { hostViewOf } from '../session/view.ts';
import type { IdempotencyKey } from '../storage/store.ts';
import { readTerms } from '../terms/read-terms.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';
import type { RouteContext } from './route-context.ts';
import { hostOnly, refusals } from './schemas.ts';

const schema = {
  operationId: 'createPaymentSession',
  summary: 'Create a payment session, or join the live one for the same thing to be paid',
  security: hostOnly,
  body: CreatePaymentSession,
  response: { 200: CreatedPaymentSession, 201: CreatedPaymentSession, ...refusals },
};
const config = { ownsItsKey: true, creates: true };

export function createPaymentSession({ app, engine, guards, shedder, clientSecretKeys, publicUrl }: RouteContext): void {
  const onRequest = [refuseUnderLoad(shedder, 'new_sessions'), guards.host('sessions:create')];
  app.post('/v1/payment-sessions', { schema, config, onRequest }, async (request, reply) => {
    const terms = readTerms(request.body, callerOf(request).tenant);
    const duplicates = duplicatesOf(request, terms, request.body.duplicates);
    const result = await engine.create(terms, keyOf(request), duplicates, originOf(request));
    switch (result.type) {
      case 'created':
        return reply.code(201).send(withSecret(hostViewOf(result.session)));
      case 'replayed':
        return reply
          .code(201)
          .header('idempotent-replayed', 'true')
          .send(withSecret(hostViewOf(result.session)));
      case 'joined':
        return reply.code(200).send(withSecret(joinedViewOf(result.session)));
      case 'refused':
        throw refuseDuplicate(result.reason, result.session);
      case 'answered': {
        const kept = openKept(clientSecretKeys, result.answer);
        const body = kept.status === 200 ? JSON.stringify(withSecret(JSON.parse(kept.body) as CreatedPaymentSession)) : kept.body;
        return replyAgain(reply, { status: kept.status, body });
      }
      case 'key_reused':
        throw new BrokerError('ERR_IDEMPOTENCY_KEY_REUSED');
      default:
        return result satisfies never;
    }
  });

  /** The client secret is never kept: it is derived again (docs/decisions/0004). */
  function withSecret<View extends { readonly id: string }>(view: View): View & { clientSecret: string } {
    return { ...view, clientSecret: issueClientSecret(clientSecretKeys, view.id) };
  }

  function keyOf(request: FastifyRequest): IdempotencyKey | undefined {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string') return undefined;
    const answerOf: NonNullable<IdempotencyKey['answerOf']> = (verdict) => {
      if (verdict.type === 'joined')
        return sealAnswer(clientSecretKeys[0], { status: 200, body: JSON.stringify(joinedViewOf(verdict.session)) });
      const refusal = writeErrorBody(refuseDuplicate(verdict.reason, verdict.session), request.id, publicUrl());
      return sealAnswer(clientSecretKeys[0], { status: 409, body: JSON.stringify(refusal) });
    };
    return { key, fingerprint: fingerprint(request.body), answerOf };
  }

  /** A tenant without the guard remembers what is paid all the same, so that it can be switched on at any time. */
  function duplicatesOf(request: FastifyRequest, terms: NewSession, asked: 'allow' | undefined): Duplicates {
    const { duplicateGuard, recentlyPaidMs } = callerOf(request).tenant;
    const mode = duplicateGuard === 'off' ? 'off' : (asked ?? duplicateGuard);
    return { subject: paymentSubject(clientSecretKeys[0], terms), policy: { mode, recentlyPaidMs } };
  }
}

const joinedViewOf = (session: PaymentSession) => ({ ...hostViewOf(session), joined: true as const });
