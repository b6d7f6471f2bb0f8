import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';
import { migrations } from './migrations.ts';
import { withStoreErrors } from './sqlite-errors.ts';

/** Marks the file as ours (sqlite.org/pragma.html#pragma_application_id): "CPAY". */
export const applicationId = 0x43504159;
const busyTimeoutMs = 50;

/**
 * Opens, checks and migrates the database file, and keeps it for this process alone.
 *
 * @throws StoreError ERR_STORE_IN_USE, ERR_STORE_CORRUPT, ERR_STORE_NEWER, ERR_STORE_UNAVAILABLE
 */
export function openDatabase(path: string): DatabaseSync {
  return withStoreErrors(() => {
    makePrivateFile(path);
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
    try {
      // The lock of EXCLUSIVE mode is the kernel's: it falls with the process, so no stale lock ever needs clearing.
      database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      // What is deleted is overwritten, and nothing is sorted in a file beside the database.
      database.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;');
      // Taken by the first write; a reader alone would let a second process in.
      database.exec('BEGIN EXCLUSIVE; COMMIT;');
      checkFile(database);
      migrate(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Runs work in a transaction of the store's, with its errors as StoreErrors. */
export type Transact = <Result>(work: () => Result) => Result;

/** Runs `work` in one transaction: all of it is on disk when this returns, or none of it ever will be. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** The database holds patients' names and live tokens; SQLite gives its side files the mode of the database. */
function makePrivateFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

function checkFile(database: DatabaseSync): void {
  const integrity = database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  if (integrity !== 'ok') throw new StoreError('ERR_STORE_CORRUPT');
  const isEmpty = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count'] === 0;
  if (!isEmpty && database.prepare('PRAGMA application_id').get()?.['application_id'] !== applicationId) {
    throw new StoreError('ERR_STORE_CORRUPT');
  }
}

function migrate(database: DatabaseSync): void {
  const taken = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (taken > migrations.length) throw new StoreError('ERR_STORE_NEWER');
  for (const [index, migration] of migrations.entries()) {
    if (index < taken) continue;
    inTransaction(database, () => {
      database.exec(migration);
      database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${index + 1};`);
    });
  }
}
