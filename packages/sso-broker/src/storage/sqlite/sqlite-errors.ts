import { StoreError, type StoreErrorCode } from '../store-error.ts';

/** Primary result codes, sqlite.org/rescode.html. */
const codes: Readonly<Record<number, StoreErrorCode | undefined>> = {
  5: 'ERR_STORE_IN_USE', // BUSY
  6: 'ERR_STORE_IN_USE', // LOCKED
  10: 'ERR_STORE_IO', // IOERR
  11: 'ERR_STORE_CORRUPT', // CORRUPT
  13: 'ERR_STORE_FULL', // FULL
  26: 'ERR_STORE_CORRUPT', // NOTADB
};

/** Gives SQLite's errors our codes. */
export function withStoreErrors<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error);
  }
}

export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  return new StoreError(codes[errcode] ?? 'ERR_STORE_UNAVAILABLE', { cause: error });
}

/**
 * After these the file is no longer what was written to it. SQLite would go on, and the next sync would report success for pages that
 * the kernel has already dropped.
 */
export function breaksTrust({ code }: StoreError): boolean {
  return code === 'ERR_STORE_IO' || code === 'ERR_STORE_CORRUPT';
}
