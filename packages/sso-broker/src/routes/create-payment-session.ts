import { CreatedPaymentSession, CreatePaymentSession } from '@collect-payment/contract';
import { Type } from 'typebox';
import { BrokerError } from '../errors.ts';
import { issueClientSecret } from '../identity/client-secret.ts';
import { fingerprint } from '../identity/fingerprint.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { viewOf } from '../session/view.ts';
import { readTerms } from '../terms/read-terms.ts';
import type { RouteContext } from './route-context.ts';
import { hostOnly, refusals } from './schemas.ts';

const schema = {
  operationId: 'createPaymentSession',
  summary: 'Create a payment session',
  security: hostOnly,
  headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ pattern: '^[\\x21-\\x7E]{1,255}$' })) }),
  body: CreatePaymentSession,
  response: { 201: CreatedPaymentSession, ...refusals },
};

export function createPaymentSession({ app, engine, guards, clientSecretKey }: RouteContext): void {
  app.post('/v1/payment-sessions', { schema, onRequest: guards.host('sessions:write') }, async (request, reply) => {
    const terms = readTerms(request.body, callerOf(request).tenant);
    const key = request.headers['idempotency-key'];
    const result = await engine.create(terms, key === undefined ? undefined : { key, fingerprint: fingerprint(request.body) });
    if (result.type === 'key_reused') throw new BrokerError('ERR_IDEMPOTENCY_KEY_REUSED');
    if (result.type === 'answered' || result.type === 'refused') throw new TypeError('Nothing is guarded here');
    if (result.type === 'replayed') reply.header('idempotent-replayed', 'true');
    const clientSecret = issueClientSecret(clientSecretKey, result.session.terms.id);
    return reply.code(201).send({ ...viewOf(result.session), clientSecret });
  });
}
