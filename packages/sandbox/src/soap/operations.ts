/** The operations of SSOService.asmx and their request children, in the order of the WSDL (instamed-protocol.md §2.1). */
export const operations = {
  GetSSOTokenStatus: ['tokenID', 'accountID', 'alias', 'password'],
  GetTransactionDetails: ['tokenID', 'accountID', 'alias', 'password'],
  GetTransactionDetailsByTransactionID: ['tokenID', 'transactionID', 'accountID', 'alias', 'password'],
} as const;
export type DetailOperation = Exclude<keyof typeof operations, 'GetSSOTokenStatus'>;

/** What InstaMed's services say of a transaction (instamed-protocol.md §2.1, §4). Every field is an optional string. */
export const baseTypes = {
  BasePaymentTransactionData: {
    fields: [
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
  },
  BasePaymentResponseData: {
    base: 'BasePaymentTransactionData',
    fields: [
      'AuthorizationNumber',
      'ResponseCode',
      'ResponseMessage',
      'PrimaryTransactionID',
      'AuthorizationText',
      // Lower-case in the original too.
      'interfaceTransactionStatus',
    ],
  },
} as const;

/** And what the detail operations answer. */
export const detailTypes = {
  ...baseTypes,
  BasePaymentDetailedResponse: { base: 'BasePaymentResponseData', fields: ['TransactionDate', 'TenderType', 'TenderInfo'] },
} as const;
export type DetailField = (typeof detailTypes)[keyof typeof detailTypes]['fields'][number];
