const summaries = {
  ERR_STORE_IN_USE: 'Another process has the database open. One broker writes to a SQLite file.',
  ERR_STORE_CORRUPT: 'The database is damaged or is not one of ours.',
  ERR_STORE_NEWER: 'The database was written by a newer version of the broker.',
  ERR_STORE_IO: 'The disk failed under the database. What it holds now is known only after it has been opened and checked again.',
  ERR_STORE_FULL: 'The disk of the database is full. Nothing new is stored until there is room.',
  ERR_STORE_KEY_MISSING: 'The database is encrypted under a master key that the configuration does not have.',
  ERR_STORE_KEY_UNAVAILABLE: 'The master key of the database cannot be used: its key store gives no answer, or a data key does not open.',
  ERR_STORE_SEALED: 'A row of the database does not open: it was changed, or sealed under a key that is not there.',
  ERR_STORE_UNAVAILABLE: 'The database cannot be opened, read or written.',
} as const;

export type StoreErrorCode = keyof typeof summaries;

/** The store cannot be trusted or reached. What was being stored is not stored; `cause` is the engine's own error. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, options?: ErrorOptions) {
    super(summaries[code], options);
    this.code = code;
  }
}
