import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { testStore } from '../../../test/storage/conformance.ts';
import { testSealing } from '../../../test/storage/sealing.ts';
import { encryptionWith, newMasterKey } from '../../../test/support/encryption.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

testStore('SQLite with sealed rows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sealed-'));
  const encryption = encryptionWith(newMasterKey());
  return {
    open: () => openSqliteStore(join(folder, 'broker.sqlite'), encryption),
    remove: async () => rmSync(folder, { recursive: true }),
  };
});

testSealing('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sealed-'));
  const path = join(folder, 'broker.sqlite');
  return {
    open: (encryption) => openSqliteStore(path, encryption),
    // The bytes of the file, its log and its index, free pages included.
    dump: async () =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join(''),
    async run(sql) {
      using database = new DatabaseSync(path);
      database.exec(sql);
    },
    remove: async () => rmSync(folder, { recursive: true }),
  };
});
