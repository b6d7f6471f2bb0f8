import { asciiLowerCase } from '../characters.ts';
import { isLater } from './later.ts';
import type { InstaMedReceipt } from './receipt.ts';

/** `unknown` is doubt: keep looking, and tell a person. */
export interface SavedCardVerdict {
  readonly type: 'saved' | 'declined' | 'canceled' | 'unknown';
}

/** InstaMed's name of a saved card (instamed-protocol.md §9.2). */
const cardName = /^[0-9A-Fa-f]{32}$/;

/**
 * Says what became of the saving of a card: saved is status O with the name of the card (instamed-protocol.md §3.8, §9.2), declined and canceled are
 * what InstaMed says so of. Everything else is doubt, an approval among it: of a page that asks for no money, it may be a payment.
 */
export function judgeSavedCard(receipt: InstaMedReceipt): SavedCardVerdict {
  const { transactionStatus, primaryTransactionStatus = transactionStatus } = receipt;
  const status = asciiLowerCase(transactionStatus);
  if (isLater(receipt) || asciiLowerCase(primaryTransactionStatus) !== status) return { type: 'unknown' };
  switch (status) {
    case 'o':
      return { type: cardName.test(receipt.saveOnFileTransactionId ?? '') ? 'saved' : 'unknown' };
    case 'd':
      return { type: 'declined' };
    case 'x':
      return { type: 'canceled' };
    default:
      return { type: 'unknown' };
  }
}
