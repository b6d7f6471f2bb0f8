import type { Row } from './page-rows.ts';

/** A database before its store is opened. Both engines take the same statements, with `$1` for the first value. */
export interface RowAccess {
  query(sql: string, values?: readonly (string | number | null)[]): Promise<readonly Row[]>;
  /** No other broker does the same at the same time. */
  transact<Result>(work: () => Promise<Result>): Promise<Result>;
}
