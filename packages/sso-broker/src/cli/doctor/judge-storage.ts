import type { StorageState } from '../../storage/inspect-storage.ts';
import type { PostgresState } from '../../storage/postgres/inspect-database.ts';
import type { SqliteState } from '../../storage/sqlite/inspect-file.ts';
import { fail, ok, warn, type Check } from './check.ts';

const what = 'database';
const littleRoomBytes = 512 * 1024 * 1024;
const oldestPostgres = 140_000;

export function judgeStorage(state: StorageState): Check {
  if (state.type === 'failure')
    return fail(what, `cannot be looked at: check its address, user, password and certificate (${state.reason})`);
  return state.type === 'sqlite' ? judgeSqlite(state) : judgePostgres(state);
}

function judgeSqlite({ file, isFolderWritable, freeBytes }: SqliteState): Check {
  if (file === 'unreadable') return fail(what, 'the file cannot be read: give it to the user that the broker runs as');
  if (file === 'foreign') return fail(what, 'the file is not one of ours: name another, or restore it');
  if (file === 'newer') return fail(what, 'was written by a newer broker: run that one');
  if (!isFolderWritable) return fail(what, 'its folder cannot be written: give it to the user that the broker runs as');
  if (freeBytes < littleRoomBytes) return warn(what, `${Math.floor(freeBytes / 1024 / 1024)} MiB are left on its disk: make room`);
  return ok(what, file === 'none' ? 'will be made at the first start' : 'is ours');
}

function judgePostgres({ version, isStandby, mayCreateTables, schema }: PostgresState): Check {
  if (version < oldestPostgres) return fail(what, `is PostgreSQL ${Math.floor(version / 10_000)}: 14 or later is needed`);
  if (isStandby) return fail(what, 'is a standby and takes no writes: name the primary');
  if (schema === 'newer') return fail(what, 'was written by a newer broker: run that one');
  if (!mayCreateTables) return fail(what, 'its user may not create tables: grant CREATE on the schema');
  return ok(what, schema === 'none' ? 'tables will be made at the first start' : 'is ours');
}
