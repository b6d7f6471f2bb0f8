import { accessSync, closeSync, constants, existsSync, openSync, readSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { applicationId } from './database.ts';
import { migrations } from './migrations.ts';

/** What can be told of a database file without opening it as one. */
export interface SqliteState {
  readonly type: 'sqlite';
  readonly file: 'none' | 'unreadable' | 'foreign' | 'newer' | 'ours';
  readonly isFolderWritable: boolean;
  readonly freeBytes: number;
}

const headerBytes = 100;

/** Reads the header only (sqlite.org/fileformat.html#the_database_header): takes no lock, makes nothing, and disturbs no broker that has it open. */
export function inspectSqliteFile(path: string): SqliteState {
  let folder = dirname(path);
  // The broker makes the folders that are missing.
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  return { type: 'sqlite', file: inspectHeader(path), isFolderWritable: isWritable(folder), freeBytes: bavail * bsize };
}

function inspectHeader(path: string): SqliteState['file'] {
  if (!existsSync(path)) return 'none';
  try {
    const header = Buffer.alloc(headerBytes);
    const file = openSync(path, 'r');
    try {
      if (readSync(file, header, 0, headerBytes, 0) === 0) return 'none';
    } finally {
      closeSync(file);
    }
    return judgeHeader(header, existsSync(`${path}-wal`));
  } catch {
    return 'unreadable';
  }
}

/** Until the first checkpoint, the marks stand in the log and not yet in the header. */
function judgeHeader(header: Buffer, hasLog: boolean): SqliteState['file'] {
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return 'foreign';
  const id = header.readUInt32BE(68);
  if (id === 0 && hasLog) return 'ours';
  if (id !== applicationId) return 'foreign';
  return header.readUInt32BE(60) > migrations.length ? 'newer' : 'ours';
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
