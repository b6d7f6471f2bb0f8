import type { AttemptResult } from '../storage/outbox.ts';
import { nextAttemptAtMs, readRetryAfterMs } from './attempt-schedule.ts';
import type { SendAnswer } from './webhook-sender.ts';

/** What an attempt's answer means: any 2xx is "received", 410 is "never again", and all else, redirects too, is tried again. */
export function judgeAttempt(answer: SendAnswer, attemptsBefore: number, atMs: number, jitter: number): AttemptResult {
  if (answer.type === 'failure') return later(answer.failure, {});
  const { status: responseStatus } = answer;
  if (responseStatus >= 200 && responseStatus < 300) return { type: 'delivered', responseStatus };
  if (responseStatus === 410) return { type: 'gone', failure: 'http_status', responseStatus };
  return later('http_status', { responseStatus }, readRetryAfterMs(answer.retryAfter, atMs));

  function later(
    failure: Extract<AttemptResult, { type: 'retry' }>['failure'],
    response: { responseStatus?: number },
    retryAfterMs = 0,
  ): AttemptResult {
    const nextAtMs = nextAttemptAtMs(attemptsBefore + 1, atMs, jitter, retryAfterMs);
    return nextAtMs === undefined ? { type: 'failed', failure, ...response } : { type: 'retry', atMs: nextAtMs, failure, ...response };
  }
}
