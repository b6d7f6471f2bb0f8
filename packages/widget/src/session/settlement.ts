import type { Receipt } from '@collect-payment/contract';
import type { BrokerClient } from '../broker/broker-client.ts';
import type { Environment } from '../environment.ts';

// Of the page, not of one element: an element put back into the page must not tell the same news again.
const announced = new Set<string>();

/** True for the first caller in this page's life; whoever gets it dispatches `payment-settled`. */
export const claimSettlement = (sessionId: string): boolean => announced.size < announced.add(sessionId).size;

/** Reads the receipt, with a bounded number of tries; undefined when it cannot be had, or no longer needs to be. */
export async function readReceipt(client: BrokerClient, { wait }: Environment, signal: AbortSignal): Promise<Receipt | undefined> {
  for (let retryAfterMs = 1000; retryAfterMs < 16_000; retryAfterMs *= 2) {
    try {
      return await client.receipt(signal);
    } catch {
      await wait(retryAfterMs, signal).catch(() => undefined);
    }
    if (signal.aborted) break;
  }
  return undefined;
}
