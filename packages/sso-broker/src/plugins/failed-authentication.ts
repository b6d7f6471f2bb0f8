import type { FastifyRequest } from 'fastify';
import type { Clock } from '../engine/clock.ts';
import { BrokerError, errorCatalogue, type AnyBrokerError } from '../errors.ts';
import { TokenBuckets } from '../limits/token-buckets.ts';
import { addressGroupOf } from './caller-address.ts';
import { inSeconds } from './request-limits.ts';

/**
 * Counts refused credentials for the address they come from; beyond `perMinute` the refusal is ERR_TOO_MANY_FAILURES. A good credential is
 * taken all the same: who shares an address with a guesser, as all do behind a proxy that is not listed, is not locked out by him, and a key of
 * 128 bits is guessed at no rate (docs/decisions/0019).
 */
export function countFailures(perMinute: number, clock: Clock): (error: AnyBrokerError, request: FastifyRequest) => AnyBrokerError {
  const failures = new TokenBuckets({ perSecond: perMinute / 60, burst: perMinute }, () => clock.nowMs());
  return (error, request) => {
    if (errorCatalogue[error.code].status !== 401) return error;
    const waitMs = failures.take(addressGroupOf(request));
    return waitMs === 0 ? error : new BrokerError('ERR_TOO_MANY_FAILURES', { retryAfterSeconds: inSeconds(waitMs) });
  };
}
