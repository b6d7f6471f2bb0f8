import type { DatabaseSettings } from '../configuration/configuration.ts';
import { inspectPostgres, type PostgresState } from './postgres/inspect-database.ts';
import { inspectSqliteFile, type SqliteState } from './sqlite/inspect-file.ts';
import { StoreError } from './store-error.ts';

export type StorageState = SqliteState | PostgresState | { readonly type: 'failure'; readonly reason: string };

/** Looks at the storage of the configuration, beside any broker that uses it, and changes nothing. */
export async function inspectStorage(database: DatabaseSettings): Promise<StorageState> {
  try {
    return database.type === 'postgres' ? await inspectPostgres(database.settings) : inspectSqliteFile(database.path);
  } catch (error) {
    const cause = error instanceof StoreError ? error.cause : error;
    return { type: 'failure', reason: cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown' };
  }
}
