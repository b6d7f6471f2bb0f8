import { asciiLowerCase } from '../characters.ts';
import type { InstaMedReceipt } from './receipt.ts';

/** Whether the receipt is of a transaction that followed another one, such as a refund. */
export function isLater({ transactionId, primaryTransactionId }: InstaMedReceipt): boolean {
  return primaryTransactionId !== undefined && asciiLowerCase(primaryTransactionId) !== asciiLowerCase(transactionId);
}
