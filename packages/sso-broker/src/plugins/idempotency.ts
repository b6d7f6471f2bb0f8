import type { FastifyInstance, FastifyReply, FastifyRequest, onSendAsyncHookHandler, preHandlerAsyncHookHandler } from 'fastify';
import { Type } from 'typebox';
import type { Clock } from '../engine/clock.ts';
import { BrokerError, errorCatalogue } from '../errors.ts';
import type { ClientSecretKeys } from '../identity/client-secret.ts';
import { fingerprint } from '../identity/fingerprint.ts';
import { openAnswer, sealAnswer, type KeptAnswer } from '../identity/sealed-answer.ts';
import { holdsCardNumber } from '../terms/card-number.ts';
import type { RequestKey } from '../storage/request-keys.ts';
import type { Store } from '../storage/store.ts';
import { callerOf } from './authenticate.ts';

/** Longer than any write takes: what is left of a request after that is left of a dead process. */
const leaseMs = 60_000;

const headers = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      pattern: '^[\\x21-\\x7E]{1,255}$',
      description: 'Makes the call repeatable for 30 days: 1 to 255 visible ASCII characters',
    }),
  ),
});

interface Repeatable {
  readonly store: Pick<Store, 'requestKeys'>;
  readonly clock: Clock;
  readonly clientSecretKeys: ClientSecretKeys;
}

/**
 * Makes every POST of the API repeatable by an Idempotency-Key. Runs after the caller is known and the body is valid, so that refusals of
 * either are not kept. A route that says `ownsItsKey` stores the key with what it makes, in one transaction.
 */
export function makeWritesRepeatable(app: FastifyInstance, { store, clock, clientSecretKeys }: Repeatable): void {
  const begun = new WeakMap<FastifyRequest, { readonly key: RequestKey; readonly epoch: number }>();

  app.addHook('onRoute', (route) => {
    if (route.method !== 'POST' || route.schema?.hide === true) return;
    route.schema = { ...route.schema, headers };
    route.preHandler = [route.preHandler ?? [], refuseCardNumber].flat();
    if (route.config?.ownsItsKey === true) return;
    // Behind what is there already: a request over the limit begins nothing.
    route.preHandler = [route.preHandler ?? [], begin].flat();
    route.onSend = [route.onSend ?? [], end].flat();
  });

  const begin: preHandlerAsyncHookHandler = async (request, reply) => {
    const key = requestKeyOf(request);
    if (key === undefined) return;
    const outcome = await store.requestKeys.begin(key, clock.nowMs(), leaseMs);
    if (outcome.type === 'begun') {
      begun.set(request, { key, epoch: outcome.epoch });
      return;
    }
    if (outcome.fingerprint !== key.fingerprint) throw new BrokerError('ERR_IDEMPOTENCY_KEY_REUSED');
    if (outcome.type === 'in_flight') throw new BrokerError('ERR_IDEMPOTENCY_KEY_IN_USE');
    await replyAgain(reply, openKept(clientSecretKeys, outcome.answer));
  };

  const end: onSendAsyncHookHandler = async (request, reply, body) => {
    const held = begun.get(request);
    if (held === undefined) return body;
    begun.delete(request);
    const keeps = isDefinite(request, reply.statusCode) && typeof body === 'string';
    const answer = keeps ? sealAnswer(clientSecretKeys[0], { status: reply.statusCode, body }) : undefined;
    // What was done is done: without its answer the key is begun again when the lease ends, and the request, being resumable, finds it done.
    await store.requestKeys.end(held.key, held.epoch, answer).catch(() => undefined);
    return body;
  };
}

/** A key is the host's own text, and is stored. */
const refuseCardNumber: preHandlerAsyncHookHandler = async (request) => {
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && callerOf(request).tenant.cardLikeIds === 'refuse' && holdsCardNumber(key, 'id'))
    throw new BrokerError('ERR_TEXT_CARD_NUMBER', { param: 'idempotency-key' });
};

/** The answer as it was given. One that was kept under none of the live keys cannot be given again. */
export function openKept(clientSecretKeys: ClientSecretKeys, answer: string): KeptAnswer {
  const kept = clientSecretKeys.map((key) => openAnswer(key, answer)).find((opened) => opened !== undefined);
  if (kept === undefined) throw new BrokerError('ERR_IDEMPOTENCY_KEY_REUSED');
  return kept;
}

/** Gives an answer again. Untyped by the route's schema: it was checked when it was first given. */
export function replyAgain(reply: { code: FastifyReply['code'] }, { status, body }: KeptAnswer): FastifyReply {
  return (reply as FastifyReply).code(status).header('idempotent-replayed', 'true').type('application/json; charset=utf-8').send(body);
}

/** A page's keys are those of its session, so that no page can spend another's or its host's. */
function requestKeyOf(request: FastifyRequest): RequestKey | undefined {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return undefined;
  const { type, tenant } = callerOf(request);
  const sessionId = request.paymentSession?.terms.id;
  return {
    tenantId: tenant.id,
    scope: `${type === 'page' ? (sessionId ?? '') : type} ${request.routeOptions.url ?? ''}`,
    key,
    fingerprint: fingerprint([request.params, request.body]),
    ...(sessionId !== undefined && { sessionId }),
  };
}

/** Success, and refusals that asking again would not change. */
function isDefinite(request: FastifyRequest, status: number): boolean {
  return request.refusal === null ? status < 300 : status < 500 && status !== 429 && !errorCatalogue[request.refusal.code].retryable;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route stores its Idempotency-Key itself. */
    ownsItsKey?: boolean;
  }
}
