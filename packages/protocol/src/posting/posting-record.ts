/**
 * The layouts of InstaMed's EOD posting file (instamed-protocol.md §9.5; developers.instamed.com, EOD Posting File 1.0 to 1.4): one record a
 * line, fields between pipes, nothing quoted. A layout begins with the fields of the one before it. 1.2.2 puts a record code before each line.
 */
export const postingRecordIds = ['IMDPA10', 'IMDPA11', 'IMDPA12', 'IMDPA13', 'IMDPA14'] as const;
export type PostingRecordId = (typeof postingRecordIds)[number];

/** What is read of a record. What is about a person is checked for its length and not kept. */
export interface PostingRecord {
  readonly recordId: PostingRecordId;
  readonly merchantId: string;
  readonly storeId: string;
  readonly terminalId: string;
  /** `CreditCard`, `eCheck`, `DebitCard`, `Cash`; as sent. */
  readonly transactionType: string;
  /** `AuthCapt`; `Credit` for a refund; `Return` of a check. As sent. */
  readonly transactionAction: string;
  /** Never negative: the action says which way the money went. */
  readonly cents?: number;
  readonly cardType?: string;
  /** As sent. */
  readonly transactionId: string;
  readonly authorizationNumber?: string;
  /** `2026-11-20T15:04:05`. No source says of which zone. */
  readonly localTime: string;
  /** §3.8 in upper case: A, C, CB, D, RI, S, SE, V, or a new one. */
  readonly statusCode: string;
  /** By their numbers, 1 to 6. */
  readonly additionalInfo: Readonly<Record<number, string>>;
}

/** A field of the layouts, in its place. */
export interface PostingField {
  readonly name: string;
  readonly maxLength: number;
  readonly required?: true;
}

const text = (name: string, maxLength: number): PostingField => ({ name, maxLength });
const needed = (name: string, maxLength: number): PostingField => ({ name, maxLength, required: true });

const fields10 = [
  needed('Record ID', 7),
  needed('Merchant ID', 50),
  needed('Store ID', 50),
  needed('Terminal ID', 50),
  needed('Payment Transaction Type', 35),
  needed('Payment Transaction Action', 35),
  text('Amount', 15),
  text('Card Type', 25),
  needed('Transaction ID', 50),
  text('Authorization Number', 50),
  needed('Transaction Date', 14),
  needed('Transaction Status Code', 10),
  text('Patient LastName', 50),
  text('Patient FirstName', 50),
  text('Patient MiddleName', 50),
  text('Patient Account Number', 50),
  text('Patient Address 1', 150),
  text('Patient Address 2', 150),
  text('Patient City', 50),
  text('Patient State', 30),
  text('Patient ZipCode', 15),
  ...[1, 2, 3, 4, 5, 6].map((number) => text(`AdditionalInfo${number}`, 100)),
];
const fields11 = [...fields10, text('User', 100), text('Transaction Code', 50)];

/**
 * The fields whose places our source gives. What a layout has behind them is left alone: 1.2 adds some that it does not name, so that nobody can
 * tell where the guarantor of 1.3 and the response of 1.4 stand.
 */
export const postingFields: Readonly<Record<PostingRecordId, readonly PostingField[]>> = {
  IMDPA10: fields10,
  IMDPA11: fields11,
  IMDPA12: fields11,
  IMDPA13: fields11,
  IMDPA14: fields11,
};

/** No layout that we know comes near it. */
export const mostPostingFields = 64;
