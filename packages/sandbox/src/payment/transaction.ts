import type { SaleDevice } from '@collect-payment/protocol';

export type Tender = 'card' | 'check' | 'cash';

/** What the sandbox keeps of a card: never the number, never the verification number. */
export interface CardOnTransaction {
  readonly brand: 'VISA' | 'MC' | 'AMEX' | 'DISCOVER' | 'OTHER';
  readonly bin: string;
  readonly lastFour: string;
  readonly expirationMonth: number;
  readonly expirationYear: number;
  readonly holderName: string;
  readonly entryMode: 'Keyed' | 'Swiped' | 'Chip' | 'Contactless';
}

/** One payment the sandbox committed, approved or declined. */
export interface Transaction {
  /** 32 hex digits, no dashes (instamed-protocol.md §0). */
  readonly transactionId: string;
  readonly at: Date;
  readonly tender: Tender;
  /** What the sign-on asked for; what was entered when it asked for nothing. */
  readonly requestedCents: number;
  /** What was entered on the screen. */
  readonly submittedCents: number;
  /** Money taken; 0 when declined. */
  readonly approvedCents: number;
  readonly transactionStatus: 'C' | 'D';
  readonly responseCode: string;
  readonly responseMessage: string;
  readonly authorizationNumber: string;
  readonly card?: CardOnTransaction;
  /** The saved card that was sold on. */
  readonly savedCard?: string;
  readonly accountLastFour?: string;
  readonly guarantorId?: string;
  /** The reader that read the card: of a sale, or of a screen whose sign-on named one. */
  readonly device?: SaleDevice;
}
