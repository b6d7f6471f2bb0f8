import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../src/engine/clock.ts';
import { PostgresStore } from '../src/storage/postgres/postgres-store.ts';
import { openAuditReader } from '../src/storage/open-audit-reader.ts';
import { createTestDatabase, type TestDatabase } from './postgres/database.ts';
import { open } from './session/story.ts';
import { terms } from './session/terms.ts';
import { draftOf, verifyStored } from './support/chain.ts';

let database: TestDatabase;
const stores: PostgresStore[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  for (const owner of ['one', 'two']) stores.push(await PostgresStore.open(database.settings, owner, systemClock));
});
afterAll(async () => {
  for (const store of stores) await store.close();
});

const read = (sessionId: string) => draftOf('clinic', [{ type: 'receipt_read', sessionId }]);

describe('the audit log of two brokers on one PostgreSQL', { timeout: 60_000 }, () => {
  it('is one chain without a gap, whoever writes when, and however much is undone', async () => {
    const [one, two] = stores as [PostgresStore, PostgresStore];
    const sessions = Array.from({ length: 20 }, (_, at) => ({ ...open.session, terms: { ...terms, id: `ps_${at}` } }));
    for (const session of sessions) await one.create(session, []);
    const written = await Promise.all(
      sessions.flatMap((session, at) => {
        const audit = read(session.terms.id);
        const to = { ...session, sequence: session.sequence + 1 };
        const commit = { from: session, to, effects: [], audit };
        return [
          // Of the two, one finds that the session has been decided on.
          one.commit(commit),
          two.commit(commit),
          one.audit.append([audit]),
          two.audit.append([audit, draftOf(`tenant-${at % 3}`, [{ type: 'receipt_read', sessionId: 'x' }])]),
        ];
      }),
    );
    const committed = written.filter((outcome) => outcome === 'committed').length;
    expect(committed).toBe(20);
    const rows = await one.audit.read('clinic', 0, 1_000);
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: committed + 40 }, (_, at) => at + 1));
    for (const { tenantId } of await two.audit.heads()) expect((await verifyStored(two.audit, tenantId)).problems).toEqual([]);
  });

  it('takes no number that a transaction which came to nothing had', async () => {
    const [one] = stores as [PostgresStore];
    const before = (await one.audit.heads()).find(({ tenantId }) => tenantId === 'clinic')?.number ?? 0;
    const broken = { tenantId: 'clinic', write: () => [{ number: 1, hash: 'h', entry: '{}' }] };
    await expect(one.audit.append([read('a'), broken])).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' });
    await one.audit.append([read('b')]);
    expect((await one.audit.read('clinic', before, 9)).map(({ number }) => number)).toEqual([before + 1]);
  });

  it('is read beside the brokers, as it was when the reading began', async () => {
    const [one] = stores as [PostgresStore];
    const reader = await openAuditReader({ type: 'postgres', settings: database.settings });
    onTestFinished(() => reader.close());
    const heads = await reader.heads();
    await one.audit.append([read('later')]);
    expect(await reader.heads()).toEqual(heads);
    expect((await verifyStored(reader, 'clinic')).problems).toEqual([]);
  });
});
