import { createTestDatabase } from '../../../test/postgres/database.ts';
import { testStore } from '../../../test/storage/conformance.ts';
import { systemClock } from '../../engine/clock.ts';
import { PostgresStore } from './postgres-store.ts';

testStore('PostgreSQL', async () => {
  const database = await createTestDatabase();
  return {
    open: () => PostgresStore.open(database.settings, 'broker', systemClock),
    remove: async () => undefined,
  };
});
