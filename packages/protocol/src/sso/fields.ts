/**
 * The sign-on fields of instamed-protocol.md §1.5, staff's and the consumer portal's, as data: the one source for writing, reading and limits.
 *
 * Documented lengths: id, userID, amount, additionalInfoN, accountHolderEmailAddress, billing… (developer portal's field table). The others are
 * bounds of ours, wide enough for every public client and equal to the JSON contract's. Documented and left out: the fields that would
 * bring a card or a bank account (cardNumber, accountNumber, routingNumber, check…), which are typed on InstaMed's screen and nowhere else.
 */
export interface SsoField {
  /** Name in `SsoParameters`; `additionalInfoN` stands for entry N of `additionalInfo`. */
  readonly key: string;
  /** Spelling on the wire. */
  readonly wire: string;
  readonly form: SsoFieldForm;
  /** In characters (code points). */
  readonly maxLength: number;
  /** 1 unless set. */
  readonly minLength?: number;
  readonly required?: true;
}

/** `word` is one of the listed values in any case; `account` has the form x@y. */
export type SsoFieldForm = 'text' | 'flag' | 'amount' | 'url' | 'account' | 'guid' | { readonly word: string };

export const ssoFields = [
  { key: 'relayState', wire: 'relayState', form: 'url', maxLength: 2000, required: true },
  { key: 'accountId', wire: 'accountID', form: 'account', maxLength: 200, required: true },
  { key: 'securityKey', wire: 'securityKey', form: 'text', maxLength: 200 },
  { key: 'ssoAlias', wire: 'ssoAlias', form: 'text', maxLength: 100, required: true },
  { key: 'id', wire: 'id', form: 'text', maxLength: 100 },
  { key: 'userId', wire: 'userID', form: 'text', maxLength: 200 },
  { key: 'userName', wire: 'userName', form: 'text', maxLength: 200 },
  { key: 'responseActionType', wire: 'responseActionType', form: { word: 'header' }, maxLength: 6 },
  { key: 'requestToken', wire: 'requestToken', form: 'flag', maxLength: 5 },
  { key: 'lightWeight', wire: 'lightWeight', form: 'flag', maxLength: 5 },
  { key: 'incontext', wire: 'incontext', form: 'flag', maxLength: 5 },
  { key: 'patientId', wire: 'patientID', form: 'text', maxLength: 100 },
  { key: 'patientFirstName', wire: 'patientFirstName', form: 'text', maxLength: 100 },
  { key: 'patientLastName', wire: 'patientLastName', form: 'text', maxLength: 100 },
  { key: 'requestedCents', wire: 'amount', form: 'amount', maxLength: 10 },
  { key: 'isReadOnly', wire: 'isReadOnly', form: 'flag', maxLength: 5 },
  { key: 'populatedFieldsReadOnlyMode', wire: 'populatedFieldsReadOnlyMode', form: { word: 'CustomAmount' }, maxLength: 12 },
  { key: 'creditCardKeyed', wire: 'creditCardKeyed', form: 'flag', maxLength: 5 },
  { key: 'cardHolderName', wire: 'cardHolderName', form: 'text', maxLength: 121 },
  { key: 'deviceName', wire: 'deviceName', form: 'text', maxLength: 50 },
  { key: 'deviceSerialNumber', wire: 'deviceSerialNumber', form: 'text', maxLength: 50 },
  { key: 'deviceFirmwareVersion', wire: 'deviceFirmwareVersion', form: 'text', maxLength: 50 },
  { key: 'preventCheck', wire: 'preventCheck', form: 'flag', maxLength: 5 },
  { key: 'preventCash', wire: 'preventCash', form: 'flag', maxLength: 5 },
  { key: 'suppressReceipt', wire: 'suppressReceipt', form: 'flag', maxLength: 5 },
  { key: 'hideGuarantorId', wire: 'hideGuarantorID', form: 'flag', maxLength: 5 },
  { key: 'allowPartialPayment', wire: 'allowPartialPayment', form: 'flag', maxLength: 5 },
  { key: 'additionalInfo1', wire: 'additionalInfo1', form: 'text', maxLength: 100 },
  { key: 'additionalInfo2', wire: 'additionalInfo2', form: 'text', maxLength: 100 },
  { key: 'additionalInfo3', wire: 'additionalInfo3', form: 'text', maxLength: 100 },
  { key: 'additionalInfo4', wire: 'additionalInfo4', form: 'text', maxLength: 100 },
  { key: 'additionalInfo5', wire: 'additionalInfo5', form: 'text', maxLength: 100 },
  { key: 'additionalInfo6', wire: 'additionalInfo6', form: 'text', maxLength: 100 },
  { key: 'consumerId', wire: 'consumerID', form: 'guid', maxLength: 36 },
  { key: 'consumerFirstName', wire: 'consumerFirstName', form: 'text', maxLength: 100 },
  { key: 'consumerLastName', wire: 'consumerLastName', form: 'text', maxLength: 100 },
  { key: 'accountHolderEmailAddress', wire: 'accountHolderEmailAddress', form: 'text', maxLength: 200 },
  { key: 'billingAddress1', wire: 'billingAddress1', form: 'text', maxLength: 55 },
  { key: 'billingAddress2', wire: 'billingAddress2', form: 'text', maxLength: 55 },
  { key: 'billingCity', wire: 'billingCity', form: 'text', maxLength: 30 },
  { key: 'billingState', wire: 'billingState', form: 'text', maxLength: 2 },
  { key: 'billingZip', wire: 'billingZip', form: 'text', maxLength: 7, minLength: 5 },
  { key: 'billingCountry', wire: 'billingCountry', form: 'text', maxLength: 50 },
  { key: 'billingAreaCode', wire: 'billingAreaCode', form: 'text', maxLength: 3 },
  { key: 'billingPhoneNumber', wire: 'billingPhoneNumber', form: 'text', maxLength: 8 },
  { key: 'transactionId', wire: 'transactionID', form: 'text', maxLength: 32 },
  { key: 'primaryTransactionId', wire: 'primaryTransactionID', form: 'text', maxLength: 32 },
  { key: 'returnUrl', wire: 'returnURL', form: 'url', maxLength: 2000 },
  { key: 'returnUrlUpdateParent', wire: 'returnUrlUpdateParent', form: { word: 'parent' }, maxLength: 6 },
  { key: 'cancelUrl', wire: 'cancelURL', form: 'url', maxLength: 2000 },
  { key: 'confirmUrl', wire: 'confirmURL', form: 'url', maxLength: 2000 },
] as const satisfies readonly SsoField[];

/** Keys of the table, in wire order. */
export type SsoFieldKey = (typeof ssoFields)[number]['key'];
