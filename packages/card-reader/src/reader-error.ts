/** What can go wrong with a reader. None of it says anything about money: no read is a payment. */
export const readerErrors = {
  ERR_READER_BUSY: 'The reader is in use: by another program, another page, or the payment page of InstaMed.',
  ERR_READER_CANCELED: 'The read was canceled.',
  ERR_READER_CLEAR: 'The reader gave a card number that is not encrypted. It was wiped and is not used; the reader must be replaced.',
  ERR_READER_GARBLED: 'The reader sent something that is no message of its kind.',
  ERR_READER_GONE: 'The reader was unplugged, or its permission was taken back.',
  ERR_READER_NOT_ENCRYPTED: 'The reader gave a read without its encrypted part or without its key serial number.',
  ERR_READER_REFUSED: 'The reader refused what it was asked, or could not read the card.',
  ERR_READER_TIMEOUT: 'No card was read in time.',
  ERR_READER_UNKNOWN: 'This reader can be seen, but not read from here.',
} as const;

export type ReaderErrorCode = keyof typeof readerErrors;

/** The one exception of this package. Its message is the catalogue's: never a byte of what a reader sent. */
export class ReaderError extends Error {
  readonly code: ReaderErrorCode;

  constructor(code: ReaderErrorCode) {
    super(readerErrors[code]);
    this.name = 'ReaderError';
    this.code = code;
  }
}
