import type { Receipt } from '@collect-payment/contract';
import type { BrokerClient } from '../broker/broker-client.ts';
import type { Environment } from '../environment.ts';

// Of the page, not of one element: an element put back into the page must not tell the same news again.
const announced = new Set<string>();

/** True for the first caller in this page's life; whoever gets it dispatches `payment-settled`. */
export function claimSettlement(sessionId: string): boolean {
  if (announced.has(sessionId)) return false;
  announced.add(sessionId);
  return true;
}

const retryAfterMs = [1000, 2000, 4000, 8000];

/** Reads the receipt, with a bounded number of tries; undefined when it cannot be had. Rejects only when aborted. */
export async function readReceipt(client: BrokerClient, environment: Environment, signal: AbortSignal): Promise<Receipt | undefined> {
  for (const ms of [...retryAfterMs, undefined]) {
    try {
      return await client.receipt(signal);
    } catch {
      signal.throwIfAborted();
      if (ms !== undefined) await environment.wait(ms, signal);
    }
  }
  return undefined;
}
