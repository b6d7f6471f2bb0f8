import type { CardOnTransaction } from './transaction.ts';

/** A card that InstaMed keeps for an account, under a token of its own: never the number, never the verification number. */
export interface SavedCard {
  /** 32 hexadecimal digits (instamed-protocol.md §3.3): the `saveOnFileTransactionID` of answers, the `paymentMethodID` of sales. */
  readonly transactionId: string;
  readonly accountId: string;
  readonly card: CardOnTransaction;
  readonly authorizationNumber: string;
  readonly at: Date;
}
