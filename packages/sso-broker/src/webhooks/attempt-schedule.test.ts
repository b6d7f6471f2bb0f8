import { describe, expect, test } from 'vitest';
import { maxAttempts, nextAttemptAtMs, readRetryAfterMs } from './attempt-schedule.ts';
import { judgeAttempt } from './judge-attempt.ts';

const hourMs = 3_600_000;

describe('the schedule', () => {
  test('tries ten times over at least three days', () => {
    let atMs = 0;
    const pauses: number[] = [];
    for (let failed = 1; ; failed += 1) {
      const next = nextAttemptAtMs(failed, atMs, 0);
      if (next === undefined) break;
      pauses.push((next - atMs) / 1_000);
      atMs = next;
    }
    expect(pauses).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
    expect(pauses.length + 1).toBe(maxAttempts);
    expect(atMs).toBeGreaterThan(72 * hourMs);
  });

  test('jitter makes a pause longer by a tenth at most, and never shorter', () => {
    expect([0, 0.5, 1].map((jitter) => nextAttemptAtMs(2, 0, jitter))).toEqual([300_000, 315_000, 330_000]);
  });

  test('a longer wait that the endpoint asks for is kept, a shorter one is not, and none goes beyond a day', () => {
    expect(nextAttemptAtMs(1, 0, 0, 60_000)).toBe(60_000);
    expect(nextAttemptAtMs(2, 0, 0, 60_000)).toBe(300_000);
    expect(nextAttemptAtMs(1, 0, 0, 90 * hourMs)).toBe(24 * hourMs);
  });
});

test.each([
  ['120', 120_000],
  ['Thu, 01 Jan 1970 00:02:00 GMT', 60_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['-1', 0],
  ['soon', 0],
  ['1e9', 0],
  [undefined, 0],
  [['1', '2'], 0],
] as const)('Retry-After %s is %d ms', (header, ms) => {
  expect(readRetryAfterMs(header, 60_000)).toBe(ms);
});

const answer = (status: number, retryAfter?: string) => ({ type: 'answer', status, retryAfter }) as const;

describe('an answer', () => {
  test.each([200, 201, 202, 204, 299])('%d is received', (status) => {
    expect(judgeAttempt(answer(status), 0, 0, 0)).toEqual({ type: 'delivered', responseStatus: status });
  });

  test.each([301, 302, 307, 308, 400, 401, 404, 429, 500, 503])('%d is tried again', (status) => {
    expect(judgeAttempt(answer(status), 0, 0, 0)).toEqual({
      type: 'retry',
      atMs: 5_000,
      failure: 'http_status',
      responseStatus: status,
    });
  });

  test('410 is the end of the endpoint', () => {
    expect(judgeAttempt(answer(410), 0, 0, 0)).toEqual({ type: 'gone', failure: 'http_status', responseStatus: 410 });
  });

  test('the tenth failure is the last', () => {
    expect(judgeAttempt({ type: 'failure', failure: 'timeout' }, 8, 0, 0)).toMatchObject({ type: 'retry' });
    expect(judgeAttempt({ type: 'failure', failure: 'timeout' }, 9, 0, 0)).toEqual({ type: 'failed', failure: 'timeout' });
  });

  test('a busy endpoint is given the time it asks for', () => {
    expect(judgeAttempt(answer(503, '600'), 0, 0, 0)).toMatchObject({ type: 'retry', atMs: 600_000 });
  });
});
