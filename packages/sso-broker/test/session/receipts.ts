import type { InstaMedReceipt } from '@collect-payment/protocol';

/** A receipt by its transactionStatus (instamed-protocol.md §3.8); the transaction id tells receipts apart. */
export function receiptOf(transactionStatus: string, transactionId = 'a1', more: Partial<InstaMedReceipt> = {}): InstaMedReceipt {
  return { transactionId, transactionStatus, responseCode: '000', tender: 'card', lastFour: '1111', signatureRequired: false, ...more };
}

export const approved = receiptOf('C');
export const partiallyApproved = receiptOf('C', 'a1', { partialApprovalCents: 8_000 });
export const declined = receiptOf('D');
export const voided = receiptOf('V');
export const returned = receiptOf('CB');
export const undecided = receiptOf('?');
