import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'undici';

const pauseMs = 10;

/** How long each of so many requests took, one after the other at an even pace, in milliseconds. Throws when one is not answered as it should be. */
export async function timeHealthyRequests(pool: Pool, authorization: string, count: number): Promise<readonly number[]> {
  const took: number[] = [];
  const headers = { authorization, 'content-type': 'application/json' };
  const session = { screen: 'simple-collect', amount: { value: '125.00', currency: 'USD' }, patient: { id: 'MRN-004711' } };
  for (let number = 0; number < count; number += 1) {
    const startedMs = performance.now();
    // Every fourth one makes a session, on disk before it is answered; the others read.
    const { statusCode, body } =
      number % 4 === 0
        ? await pool.request({ method: 'POST', path: '/v1/payment-sessions', headers, body: JSON.stringify(session) })
        : await pool.request({ method: 'GET', path: '/v1/payment-sessions?limit=5', headers });
    await body.text();
    took.push(performance.now() - startedMs);
    if (statusCode >= 300) throw new Error(`A healthy request was answered ${statusCode}.`);
    await pause(pauseMs);
  }
  return took;
}

export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((one, other) => one - other)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}
