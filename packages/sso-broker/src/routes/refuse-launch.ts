import type { LaunchResult } from '../engine/engine.ts';
import { BrokerError, type AnyBrokerError } from '../errors.ts';
import { inSeconds } from '../plugins/request-limits.ts';
import { refuseConflict } from './refuse-conflict.ts';

const upstreamCodes = {
  timeout: 'ERR_UPSTREAM_TIMEOUT',
  unreachable: 'ERR_UPSTREAM_UNREACHABLE',
  http_status: 'ERR_UPSTREAM_ERROR',
  unreadable: 'ERR_UPSTREAM_MALFORMED',
  fault: 'ERR_UPSTREAM_MALFORMED',
} as const;

/** Why a launch gave no page to open. Nothing of InstaMed's words is passed on but its code. */
export function refuseLaunch(result: Exclude<LaunchResult, { readonly type: 'launched' }>, nowMs: number): AnyBrokerError {
  switch (result.type) {
    case 'refused':
      return new BrokerError('ERR_SSO_REJECTED', { respCode: result.respCode });
    case 'unavailable':
      if (result.code === 'ERR_SSO_SIGNER_UNAVAILABLE') return new BrokerError(result.code);
      return new BrokerError(upstreamCodes[result.reason], { operation: 'launch', ...(result.code && { reason: result.code }) });
    case 'deferred': {
      const retryAfterSeconds = inSeconds(result.untilMs - nowMs);
      return new BrokerError('ERR_UPSTREAM_SUSPENDED', { operation: 'launch', retryAfterSeconds });
    }
    case 'too_soon':
      return new BrokerError('ERR_TOO_MANY_LAUNCHES', { retryAfterSeconds: inSeconds(result.waitMs) });
    case 'spent':
      return new BrokerError('ERR_LAUNCHES_SPENT');
    case 'conflict':
      return refuseConflict(result);
    case 'not_found':
      return new BrokerError('ERR_SESSION_UNKNOWN');
    default:
      return result satisfies never;
  }
}
