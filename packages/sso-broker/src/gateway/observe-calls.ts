import { tracingChannel } from 'node:diagnostics_channel';
import { performance } from 'node:perf_hooks';
import type { UpstreamOperation } from '../errors.ts';
import { currentRequestId } from '../logging/request-context.ts';
import type { UpstreamGuard } from './upstream-guard.ts';

/** One call to InstaMed, as those who trace it see it: what was asked for whom, and how it ended. Nothing of what was said. */
export interface UpstreamCall {
  readonly tenantId: string;
  readonly operation: UpstreamOperation;
  readonly requestId: string | undefined;
  /** Known in the end: the kind of answer, or the reason why there was none. `deferred` was not made. */
  outcome?: string;
  durationMs?: number;
}

/** For tracers: `start` and `asyncEnd` get the same object (nodejs.org/api/diagnostics_channel.html#class-tracingchannel). */
const channel = tracingChannel<unknown, UpstreamCall>('collect-payment:upstream');

/** Measures every call that is made through the guard. */
export function observeCalls(guard: Pick<UpstreamGuard, 'ask'>, took: (call: Required<UpstreamCall>) => void): Pick<UpstreamGuard, 'ask'> {
  return {
    async ask(tenantId, operation, call) {
      const told: UpstreamCall = { tenantId, operation, requestId: currentRequestId() };
      const startedMs = performance.now();
      channel.start.publish(told);
      let outcome = 'threw';
      try {
        const answer = await guard.ask(tenantId, operation, call);
        outcome = 'reason' in answer && typeof answer.reason === 'string' ? answer.reason : answer.type;
        return answer;
      } finally {
        const ended = Object.assign(told, { outcome, durationMs: performance.now() - startedMs });
        channel.asyncEnd.publish(ended);
        took(ended);
      }
    },
  };
}
