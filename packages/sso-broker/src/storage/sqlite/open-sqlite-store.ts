import type { DatabaseSync } from 'node:sqlite';
import type { Encryption } from '../../sealing/unlock-data-keys.ts';
import { unlockRows } from '../unlock-rows.ts';
import type { RowAccess } from '../row-access.ts';
import { openDatabase } from './database.ts';
import { toStoreError } from './sqlite-errors.ts';
import { SqliteStore, type SqliteStoreOptions } from './sqlite-store.ts';

/** Opens the file, its data keys, and the store over both. Rejects with StoreError; see openDatabase and unlockRows. */
export async function openSqliteStore(
  path: string,
  encryption: Encryption | undefined,
  options: Omit<SqliteStoreOptions, 'open' | 'rows'> = {},
): Promise<SqliteStore> {
  const database = openDatabase(path);
  try {
    const rows = await unlockRows(accessTo(database), encryption);
    // The log holds pages as they were before they were sealed.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return new SqliteStore(path, { ...options, rows, open: () => database });
  } catch (error) {
    database.close();
    throw toStoreError(error);
  }
}

/** Nobody else has the file, so that a transaction may wait for a key store. */
function accessTo(database: DatabaseSync): RowAccess {
  return {
    query: async (sql, values = []) => database.prepare(sql).all(Object.fromEntries(values.map((value, index) => [index + 1, value]))),
    async transact(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = await work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
  };
}
