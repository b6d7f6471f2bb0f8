import type { FaultName } from '../faults.ts';

/** Breaks an answer the way its fault says: cut off inside a name, or one name twice with different values. */
export function spoilAnswer(body: string, fault: FaultName | undefined): string {
  if (fault === 'receipt-truncated' || fault === 'reversal-truncated' || fault === 'sale-truncated')
    return body.slice(0, body.indexOf('transactionStatus') + 'transaction'.length);
  if (fault === 'receipt-duplicate-field' || fault === 'reversal-duplicate-field')
    return `${body}&transactionStatus=${body.includes('transactionStatus=D') ? 'C' : 'D'}`;
  return body;
}
