import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CallerLimits } from '../configuration/read-limits.ts';
import type { Clock } from '../engine/clock.ts';
import { BrokerError } from '../errors.ts';
import { TokenBuckets } from '../limits/token-buckets.ts';
import { addressGroupOf } from './caller-address.ts';

/** A page reads, and checks, at once when it opens or comes back. */
const secondsOfReadsAtOnce = 2;

/** Counts behind the guards, so that one tenant's noise, or a stranger's, is nobody else's; and before a body is read. ERR_TOO_MANY_REQUESTS. */
export function limitRequests(app: FastifyInstance, limits: CallerLimits, clock: Clock): void {
  const bucketsOf = (perSecond: number, burst: number) => new TokenBuckets({ perSecond, burst }, () => clock.nowMs());
  const perMinute = (count: number) => bucketsOf(count / 60, count);
  const tenants = perMinute(limits.hostRequestsPerMinute);
  const pages = perMinute(limits.pageRequestsPerMinute);
  const strangers = perMinute(limits.pageRequestsPerMinute);
  const reads = bucketsOf(limits.readsPerSecond, limits.readsPerSecond * secondsOfReadsAtOnce);
  const creates = bucketsOf(limits.createsPerSecond, limits.createsAtOnce);

  /** What the request is counted in. */
  function bucketsFor(request: FastifyRequest): readonly (readonly [TokenBuckets, string])[] {
    const { caller, paymentSession, method, routeOptions } = request;
    if (caller === null) return [[strangers, addressGroupOf(request)]];
    const sessionId = paymentSession?.terms.id;
    const isPage = caller.type === 'page';
    return [
      isPage ? [pages, sessionId ?? ''] : [tenants, `${caller.type} ${caller.tenant.id}`],
      // A page cannot use up what its host reads.
      ...(sessionId !== undefined && method === 'GET' ? [[reads, `${caller.type} ${sessionId}`] as const] : []),
      ...(routeOptions.config.creates === true ? [[creates, caller.tenant.id] as const] : []),
    ];
  }

  app.addHook('preParsing', async (request) => {
    for (const [buckets, key] of bucketsFor(request)) {
      const waitMs = buckets.take(key);
      if (waitMs > 0) throw new BrokerError('ERR_TOO_MANY_REQUESTS', { retryAfterSeconds: inSeconds(waitMs) });
    }
  });
}

/** For Retry-After, which has no smaller unit. */
export const inSeconds = (waitMs: number): number => Math.max(1, Math.ceil(waitMs / 1000));

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Makes a payment session. */
    readonly creates?: boolean;
  }
}
