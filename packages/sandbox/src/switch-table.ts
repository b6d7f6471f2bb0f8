interface SwitchDefinition {
  readonly values: readonly [string, ...string[]];
  /** Where InstaMed's behaviour is uncertain: a section of instamed-protocol.md. */
  readonly source: string;
  readonly decides: string;
}

/** Every point on which public sources leave InstaMed's behaviour open (instamed-protocol.md §11). The first value is the default. */
export const switchTable = {
  finishedStatus: { values: ['USED', 'complete', 'Complete'], source: '§11.1', decides: 'the word for a finished token' },
  canceledStatus: { values: ['NEW', 'EXPIRED'], source: '§2', decides: 'the word for a token after Cancel' },
  unknownTokenStatus: { values: ['fault', 'EXPIRED', 'INVALID'], source: '§11.2', decides: 'the answer for an unknown token' },
  badPasswordStatus: { values: ['fault', 'INVALID'], source: '§11.2', decides: 'the answer for wrong SOAP credentials' },
  samlErrorCode: { values: ['401', '400', '500'], source: '§11.3', decides: 'respCode of a SAML refusal' },
  requestErrorCode: { values: ['400', '401', '500'], source: '§11.3', decides: 'respCode of a malformed sign-on' },
  headerStatus: { values: ['200', '302'], source: '§11.4', decides: 'HTTP status of the header answer' },
  headerName: { values: ['relayState', 'relaystate', 'RelayState'], source: '§1.3', decides: 'spelling of the answer header' },
  redirectStatus: { values: ['302', '303'], source: '§1.3', decides: 'HTTP status of the redirect answer' },
  samlSignature: { values: ['any', 'response', 'assertion', 'both'], source: '§11.5', decides: 'what must be signed' },
  samlDigest: { values: ['sha256', 'sha1-accepted'], source: '§11.5', decides: 'whether SHA-1 signatures are accepted' },
  samlEncryption: { values: ['any', 'required', 'refused'], source: '§11.5', decides: 'whether assertions must be encrypted' },
  samlSecurityKey: { values: ['optional', 'required', 'ignored'], source: '§11.5', decides: 'whether securityKey is read from SAML' },
  samlClockSkewMs: { values: ['0', '60000', '180000'], source: '§11.5', decides: 'clock skew allowed either way' },
  samlReplay: { values: ['refused', 'accepted'], source: '§11.5', decides: 'whether an assertion serves twice' },
  samlInResponseTo: { values: ['refused', 'ignored'], source: '§11.5', decides: 'what becomes of InResponseTo' },
  basicUser: { values: ['either', 'full', 'before-at'], source: '§11.7', decides: 'the user form of NVP Basic authentication' },
  nvpErrorStatus: { values: ['200', '400', '500'], source: '§11.8', decides: 'HTTP status of an NVP error' },
  nvpEncoding: { values: ['percent', 'as-documented'], source: '§3.1', decides: 'whether NVP answers are encoded' },
  nvpGet: { values: ['refused', 'accepted'], source: '§3.1', decides: 'whether NVP takes GET' },
  cardBrandMastercard: { values: ['MC', 'MASTERCARD'], source: '§3.10', decides: 'what NVP calls MasterCard' },
  partialRefused: { values: ['010', '051'], source: '§11.10', decides: 'responseCode of a refused partial approval' },
  voidMessage: { values: ['APPROVED', 'VOIDED'], source: '§11.11', decides: 'the text of a void that was taken' },
  reversalRefused: {
    values: ['declined', 'error'],
    source: '§3.6',
    decides: 'how a void or refund is refused: by 012 and D, or by the error',
  },
  receiptAfterVoid: { values: ['status', 'primary'], source: '§3.3', decides: 'which status of a voided payment’s receipt is V' },
  receiptAfterRefund: {
    values: ['original', 'refund'],
    source: '§3.3',
    decides: 'which transaction the receipt of a refunded payment names',
  },
  pageReceipt: {
    values: ['refund', 'none'],
    source: '§3.3',
    decides: 'whether a receipt by the token of the refund screen tells of the refund',
  },
  pageWebhookToken: {
    values: ['page', 'payment'],
    source: '§5.2',
    decides: 'whose token a webhook carries about a void or refund on a screen',
  },
  transferredStatus: { values: ['C', 'S'], source: '§3.8', decides: 'the status of a payment whose funds were transferred' },
  refundBeforeTransfer: {
    values: ['accepted', 'refused'],
    source: '§6',
    decides: 'whether a payment can be refunded before funds transfer',
  },
  saleToken: {
    values: ['bound', 'ignored'],
    source: '§3.4',
    decides: 'whether the receipt of a sale is found by its singleSignOnToken',
  },
  receiptDevice: { values: ['absent', 'told'], source: '§3.3', decides: 'whether a receipt names the reader that read the card' },
  savedCardReceipt: {
    values: ['saveOnFileTransactionID', 'paymentPlanID'],
    source: '§9.2',
    decides: 'what the receipt of a saved card names it by',
  },
  returnData: { values: ['none', 'token'], source: '§11.15', decides: 'what is appended to the URLs returned to' },
  returnDelivery: {
    values: ['navigate', 'message'],
    source: '§8',
    decides: 'whether a framed page goes on by itself or posts redirectIframeUrl',
  },
  paymentsPerToken: { values: ['one', 'many'], source: '§11.16', decides: 'whether a token pays more than once' },
  webhookXmlRoot: {
    values: ['PaymentTransaction', 'Transaction', 'Payment'],
    source: '§5.1',
    decides: 'the root element of an XML webhook',
  },
  webhookToken: { values: ['full', 'cut-36', 'none'], source: '§1.4', decides: 'how much of the SSO token a webhook carries' },
  webhookNoStatusRetry: { values: ['at-once', 'after-30-min'], source: '§5.1', decides: 'when a webhook without any answer is sent again' },
  screenReload: { values: ['accepted', 'refused'], source: '§11.16', decides: 'whether an opened screen opens again' },
} as const satisfies Record<string, SwitchDefinition>;

export type SwitchName = keyof typeof switchTable;
/** One value for every switch. */
export type Switches = { readonly [Name in SwitchName]: (typeof switchTable)[Name]['values'][number] };
