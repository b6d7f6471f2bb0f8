/**
 * A receipt as ViewReceipt gives it (instamed-protocol.md §3.3), normalised: an empty value or a lone space is absent. It names no amount
 * but the approved part of a partial approval, so the requested amount is the caller's to remember.
 */
export interface InstaMedReceipt {
  /** 32 hexadecimal digits, in the case sent. */
  readonly transactionId: string;
  /** Equal to `transactionId` for a sale. */
  readonly primaryTransactionId?: string;
  /** §3.8, as sent. */
  readonly transactionStatus: string;
  /** The primary transaction's, where it is told: `V` once that was voided (§3.3). */
  readonly primaryTransactionStatus?: string;
  readonly responseCode?: string;
  readonly responseMessage?: string;
  readonly authorizationNumber?: string;
  readonly authorizationText?: string;
  /** ISO 8601 in UTC with milliseconds; InstaMed sends seven fractional digits. */
  readonly transactionDate?: string;
  readonly partialApprovalCents?: number;
  readonly tender: Tender;
  readonly cardBrand?: string;
  readonly cardType?: string;
  readonly lastFour?: string;
  /** 1 to 12. */
  readonly cardExpirationMonth?: number;
  /** Four digits. */
  readonly cardExpirationYear?: number;
  readonly cardHolderName?: string;
  readonly entryMode?: string;
  readonly signatureRequired: boolean;
  /** A saved payment method, when one was created (§9.2). */
  readonly saveOnFileTransactionId?: string;
  readonly paymentPlanId?: string;
  readonly userId?: string;
  /** Present when the card's chip was read. */
  readonly emv?: EmvDetails;
  /** No documented receipt names the reader; read where one does, by the field names of a sale (§7.2). */
  readonly device?: SaleDevice;
}

/** A card reader, as InstaMed's fields name it (§7.2). */
export interface SaleDevice {
  readonly name: string;
  readonly serialNumber: string;
  readonly firmwareVersion: string;
}

export type Tender = 'card' | 'check' | 'cash' | 'unknown';

/** The tags a chip card's receipt prints. */
export interface EmvDetails {
  readonly applicationIdentifier?: string;
  readonly applicationName?: string;
  readonly terminalVerificationResults?: string;
  readonly issuerApplicationData?: string;
  readonly transactionStatusInformation?: string;
  readonly applicationResponseCode?: string;
  readonly verifiedByPin?: boolean;
}
