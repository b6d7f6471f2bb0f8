/** The operations of SSOService.asmx and their request children, in the order of the WSDL (instamed-protocol.md §2.1). */
export const operations = {
  GetSSOTokenStatus: ['tokenID', 'accountID', 'alias', 'password'],
  GetTransactionDetails: ['tokenID', 'accountID', 'alias', 'password'],
  GetTransactionDetailsByTransactionID: ['tokenID', 'transactionID', 'accountID', 'alias', 'password'],
} as const;
export type DetailOperation = Exclude<keyof typeof operations, 'GetSSOTokenStatus'>;

/** What the detail operations answer: each type extends the one before it. Every field is an optional string. */
export const detailTypes = {
  BasePaymentTransactionData: [
    'MerchantID',
    'StoreID',
    'TerminalID',
    'TransactionID',
    'TransactionNumber',
    'BatchID',
    'TransactionCode',
    'MarketSegment',
    'TransactionStatus',
    'PaymentPlanID',
    'ReasonCode',
    'ReasonText',
    'InstaMedAccountID',
  ],
  BasePaymentResponseData: [
    'AuthorizationNumber',
    'ResponseCode',
    'ResponseMessage',
    'PrimaryTransactionID',
    'AuthorizationText',
    // Lower-case in the original too.
    'interfaceTransactionStatus',
  ],
  BasePaymentDetailedResponse: ['TransactionDate', 'TenderType', 'TenderInfo'],
} as const;
export type DetailField = (typeof detailTypes)[keyof typeof detailTypes][number];
