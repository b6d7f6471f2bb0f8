import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BrokerConfiguration } from '../configuration/configuration.ts';
import { BrokerError } from '../errors.ts';

/** Counts after the guards, so that one tenant's noise, or a stranger's, is nobody else's. */
export async function limitRequests(app: FastifyInstance, limits: BrokerConfiguration['limits']): Promise<void> {
  await app.register(rateLimit, {
    hook: 'preHandler',
    timeWindow: 60_000,
    max: (request: FastifyRequest) => (isServer(request) ? limits.hostRequestsPerMinute : limits.pageRequestsPerMinute),
    keyGenerator: countedAs,
    errorResponseBuilder: (_request, { ttl }) =>
      new BrokerError('ERR_TOO_MANY_REQUESTS', { retryAfterSeconds: Math.max(1, Math.ceil(ttl / 1000)) }),
  });
}

function isServer({ caller }: FastifyRequest): boolean {
  return caller?.type === 'host' || caller?.type === 'instamed';
}

function countedAs({ caller, paymentSession, ip }: FastifyRequest): string {
  if (caller?.type === 'host' || caller?.type === 'instamed') return `${caller.type} ${caller.tenant.id}`;
  return paymentSession === null ? `ip ${ip}` : `page ${paymentSession.terms.id}`;
}
