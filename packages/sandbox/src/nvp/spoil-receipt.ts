import type { FaultName } from '../faults.ts';

/** Breaks a receipt the way its fault says: cut off inside a name, or one name twice with different values. */
export function spoilReceipt(body: string, fault: FaultName | undefined): string {
  if (fault === 'receipt-truncated') return body.slice(0, body.indexOf('transactionStatus') + 'transaction'.length);
  if (fault === 'receipt-duplicate-field') return `${body}&transactionStatus=${body.includes('transactionStatus=D') ? 'C' : 'D'}`;
  return body;
}
