import { createTestDatabase } from '../../../test/postgres/database.ts';
import { testStore } from '../../../test/storage/conformance.ts';
import { testSealing } from '../../../test/storage/sealing.ts';
import { dumpDatabase } from '../../../test/postgres/dump-database.ts';
import { encryptionWith, newMasterKey } from '../../../test/support/encryption.ts';
import { systemClock } from '../../engine/clock.ts';
import { PostgresStore } from './postgres-store.ts';

testStore('PostgreSQL with sealed rows', async () => {
  const { settings } = await createTestDatabase();
  const encryption = encryptionWith(newMasterKey());
  return { open: () => PostgresStore.open(settings, 'broker', systemClock, encryption), remove: async () => undefined };
});

testSealing('PostgreSQL', async () => {
  const database = await createTestDatabase();
  return {
    open: (encryption) => PostgresStore.open(database.settings, 'broker', systemClock, encryption),
    dump: () => dumpDatabase(database),
    run: async (sql) => void (await database.query(sql)),
    remove: async () => undefined,
  };
});
