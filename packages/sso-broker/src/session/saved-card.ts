import type { Outcome, SavedCard } from '@collect-payment/contract';
import { sameTransaction, type InstaMedReceipt } from '@collect-payment/protocol';

/**
 * The receipt of a saved card as it is kept. InstaMed may give the saving the card's own name for its transaction id, and ids are written in the clear
 * (sealed-session.ts): such a one is kept once, as the card's name.
 */
export function keptReceiptOf(whole: InstaMedReceipt): InstaMedReceipt {
  const { primaryTransactionId: _, ...receipt } = whole;
  return sameTransaction(receipt.transactionId, receipt.saveOnFileTransactionId ?? '') ? { ...receipt, transactionId: '' } : receipt;
}

/** InstaMed's id of the saving; nothing once it was erased with the card's name. */
export function savingIdOf({ transactionId, saveOnFileTransactionId }: InstaMedReceipt): Pick<Outcome, 'transactionId'> {
  const id = transactionId || saveOnFileTransactionId;
  return id === undefined ? {} : { transactionId: id };
}

/** The saved card as its page may tell it from others: nothing that names it, so that no page can hand it on. */
export function savedCardOf({ cardBrand, lastFour }: InstaMedReceipt): SavedCard {
  return { ...(cardBrand !== undefined && { brand: cardBrand }), ...(lastFour !== undefined && { lastFour }) };
}

/** The saved card as the host's server keeps it, to sell on it one day. */
export function namedSavedCardOf(receipt: InstaMedReceipt): SavedCard {
  const { saveOnFileTransactionId, cardExpirationMonth, cardExpirationYear } = receipt;
  return {
    ...(saveOnFileTransactionId !== undefined && { saveOnFileTransactionId }),
    ...savedCardOf(receipt),
    ...(cardExpirationMonth !== undefined && { expirationMonth: cardExpirationMonth }),
    ...(cardExpirationYear !== undefined && { expirationYear: cardExpirationYear }),
  };
}
