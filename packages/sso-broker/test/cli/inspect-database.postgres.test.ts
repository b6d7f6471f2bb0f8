import { expect, test } from 'vitest';
import { judgeStorage } from '../../src/cli/doctor/judge-storage.ts';
import { Secret } from '../../src/configuration/secret.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { inspectStorage } from '../../src/storage/inspect-storage.ts';
import { PostgresStore } from '../../src/storage/postgres/postgres-store.ts';
import { createTestDatabase } from '../postgres/database.ts';

test('a PostgreSQL database is told as empty, ours or newer, and no table is made by looking', async () => {
  const database = await createTestDatabase();
  const { settings } = database;
  const look = () => inspectStorage({ type: 'postgres', settings });
  expect(await look()).toMatchObject({ type: 'postgres', schema: 'none', isStandby: false, mayCreateTables: true });
  expect(await database.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);

  const store = await PostgresStore.open(settings, 'broker', systemClock);
  expect(judgeStorage(await look())).toMatchObject({ level: 'ok' });
  await store.close();
  await database.query('INSERT INTO schema_versions (version) VALUES (100000)');
  expect(judgeStorage(await look())).toMatchObject({ level: 'fail' });
});

test('a PostgreSQL server that knows no such database is told by its code', async () => {
  const { settings } = await createTestDatabase();
  const database = { ...settings, database: 'none_of_this_name', password: new Secret('wrong') };
  expect(await inspectStorage({ type: 'postgres', settings: database })).toMatchObject({ type: 'failure' });
});
