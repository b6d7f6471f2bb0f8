import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../postgres/database.ts';
import { dumpDatabase } from '../postgres/dump-database.ts';
import { makeDirectory } from '../support/directory.ts';
import { liveThrough } from './live-through.ts';
import { searchAll } from './search.ts';

describe('what is planted in every field of a payment, with PostgreSQL', { timeout: 180_000 }, () => {
  it('is found in no row of any table, in no log, address, header, refusal or webhook', async (context) => {
    const database = await createTestDatabase();
    const seen = await liveThrough({ databaseUrl: database.url }, makeDirectory());
    const running = await dumpDatabase(database);
    await seen.broker.close();
    expect(searchAll(context, 'PostgreSQL', seen, { running, ended: await dumpDatabase(database) })).toBeGreaterThan(10_000);
  });
});
