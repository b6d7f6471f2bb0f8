import { describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/postgres/database.ts';
import { Story, requested } from '../../../test/session/story.ts';
import { terms } from '../../../test/session/terms.ts';
import { testStore } from '../../../test/storage/conformance.ts';
import { expectedPayments, oldRows, readOldPayments } from '../../../test/storage/old-payments.ts';
import { systemClock } from '../../engine/clock.ts';
import type { PaymentSession } from '../../session/session.ts';
import { createSession } from '../../session/transition.ts';
import { createPool, inTransaction } from './connections.ts';
import { migrations } from './migrations.ts';
import { PostgresStore } from './postgres-store.ts';
import { statements } from './statements.ts';

testStore('PostgreSQL', async () => {
  const { settings } = await createTestDatabase();
  return { open: () => PostgresStore.open(settings, 'broker', systemClock), remove: async () => undefined };
});

const open = ({ settings }: TestDatabase, owner = 'broker') => PostgresStore.open(settings, owner, systemClock);
const sessionOf = (number: number): PaymentSession => createSession({ ...terms, id: `ps_${number}` })[0];

describe('a PostgreSQL database', () => {
  test('is migrated once, however many brokers start at once', async () => {
    const database = await createTestDatabase();
    const stores = await Promise.all(['one', 'two', 'three', 'four'].map((owner) => open(database, owner)));
    expect(await database.query('SELECT version FROM schema_versions ORDER BY version')).toEqual(
      migrations.map((_, index) => ({ version: index + 1 })),
    );
    await Promise.all(stores.map((store) => store.close()));
  });

  test('of before the list of payments has all of them in it, each with what became of its money', async () => {
    const database = await createTestDatabase();
    const before = migrations.findIndex((step) => step.includes('CREATE TABLE payments'));
    await database.query(
      'CREATE TABLE schema_versions (version integer PRIMARY KEY, taken_at timestamptz NOT NULL DEFAULT clock_timestamp())',
    );
    for (const [index, step] of migrations.slice(0, before).entries()) {
      await database.query(step);
      await database.query('INSERT INTO schema_versions (version) VALUES ($1)', [index + 1]);
    }
    for (const row of oldRows()) {
      const places = Object.keys(row).map((_, index) => `$${index + 1}`);
      await database.query(`INSERT INTO sessions (${Object.keys(row).join()}) VALUES (${places.join()})`, Object.values(row));
    }
    const store = await open(database);
    expect(await readOldPayments(store)).toEqual(expectedPayments());
    expect(new Set(expectedPayments().payments.map(({ status }) => status)).size).toBe(4);
    await store.close();
  });

  test('that is cut off between two queries of a transaction is an error of the store, and of nobody else', async () => {
    const database = await createTestDatabase();
    const pool = createPool(database.settings);
    const work = inTransaction(pool, async (client) => {
      const broken = new Promise<void>((resolve) => client.once('end', () => resolve()));
      await database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
        'collect-payment-broker',
      ]);
      await broken;
      return client.query('SELECT 1');
    });
    await expect(work).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' });
    await pool.end();
  });

  test('is refused when a newer version wrote it', async () => {
    const database = await createTestDatabase();
    await (await open(database)).close();
    await database.query('INSERT INTO schema_versions (version) VALUES ($1)', [migrations.length + 1]);
    await expect(open(database)).rejects.toMatchObject({ code: 'ERR_STORE_NEWER' });
  });

  test('is told apart from one that is not there, or not ours to enter', async () => {
    const database = await createTestDatabase();
    const { settings } = database;
    for (const [changed, code] of [
      [{ database: 'none' }, '3D000'],
      [{ user: 'nobody' }, '28P01'],
      [{ port: 9 }, 'ECONNREFUSED'],
    ] as const) {
      await expect(open({ ...database, settings: { ...settings, ...changed } })).rejects.toMatchObject({
        code: 'ERR_STORE_UNAVAILABLE',
        cause: { code },
      });
    }
  });

  test('is reached over TLS when it proves its name, and not at all when it does not', async () => {
    const database = await createTestDatabase();
    const over = (host: string, certificateAuthority: string | undefined) =>
      open({ ...database, settings: { ...database.settings, host, tls: { certificateAuthority } } });
    const store = await over('localhost', inject('postgresCertificate'));
    expect(
      await database.query('SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE datname = $1', [
        database.settings.database,
      ]),
    ).toContainEqual({ ssl: true });
    await store.close();
    await expect(over('localhost', undefined)).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    await expect(over('127.0.0.1', inject('postgresCertificate'))).rejects.toMatchObject({
      cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
  });

  test('answers nothing after the store was closed, and is closed twice', async () => {
    const store = await open(await createTestDatabase());
    await store.close();
    await store.close();
    await expect(store.ping()).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' });
  });
});

describe('two brokers on one PostgreSQL database', () => {
  test('share the due work, and never claim the same', async () => {
    const database = await createTestDatabase();
    const [one, two] = await Promise.all([open(database, 'one'), open(database, 'two')]);
    const count = 40;
    for (let number = 0; number < count; number += 1)
      await one.create(sessionOf(number), [{ type: 'pollToken', token: 'T', dueAtMs: number, attempt: 0 }]);
    const claims = await Promise.all(
      Array.from({ length: 16 }, (_, turn) => (turn % 2 === 0 ? one : two).claimDue({ nowMs: count, limit: 5, leaseMs: 60_000 })),
    );
    const claimed = claims.flat().map(({ sessionId }) => sessionId);
    expect(claimed).toHaveLength(count);
    expect(new Set(claimed).size).toBe(count);
    await Promise.all([one.close(), two.close()]);
  });

  test('leave to one that starts what one that died had claimed, and nothing of one that lives', async () => {
    const database = await createTestDatabase();
    const never = { ...systemClock, setTimer: () => () => undefined };
    const dying = await PostgresStore.open(database.settings, 'dying', never);
    for (const number of [1, 2]) await dying.create(sessionOf(number), [{ type: 'pollToken', token: 'T', dueAtMs: number, attempt: 0 }]);
    const due = { nowMs: 9, limit: 1, leaseMs: 60_000 };
    const [held] = await dying.claimDue(due);
    await database.query(
      "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'collect-payment-listener'",
    );
    const living = await open(database, 'living');
    const [taken] = await living.claimDue(due);
    expect(taken).toMatchObject({ sessionId: held?.sessionId, effectId: held?.effectId });
    expect(taken?.epoch).toBeGreaterThan(held?.epoch ?? Number.NaN);
    const another = await open(database, 'another');
    expect((await another.claimDue({ ...due, limit: 9 })).map(({ sessionId }) => sessionId)).toEqual(['ps_2']);
    await Promise.all([dying.close(), living.close(), another.close()]);
  });

  test('decide on a session one after the other: of many at once one is stored', async () => {
    const database = await createTestDatabase();
    const [one, two] = await Promise.all([open(database, 'one'), open(database, 'two')]);
    const { session } = new Story();
    await one.create(session, []);
    const decisions = 20;
    // Opens every connection, so that the decisions really meet.
    await Promise.all(Array.from({ length: decisions }, (_, turn) => (turn % 2 === 0 ? one : two).ping()));
    const outcomes = await Promise.all(
      Array.from({ length: decisions }, (_, turn) => {
        const to = new Story().next(requested(`L${turn}`)).session;
        return (turn % 2 === 0 ? one : two).commit({ from: session, to, effects: [] });
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(decisions - 1);
    await Promise.all([one.close(), two.close()]);
  });

  test('wait for one that stands still inside a transaction only until it has lost it', { timeout: 30_000 }, async () => {
    const database = await createTestDatabase();
    const store = await open(database);
    const { session } = new Story();
    await store.create(session, []);
    const pool = createPool(database.settings);
    const paused = await pool.connect();
    paused.on('error', () => undefined);
    await paused.query('BEGIN');
    await paused.query({ ...statements.lockSession, values: [session.terms.id] });
    expect(await store.commit({ from: session, to: new Story().next(requested()).session, effects: [] })).toBe('committed');
    await expect(paused.query('COMMIT')).rejects.toThrow('not queryable');
    paused.release(true);
    await Promise.all([pool.end(), store.close()]);
  });

  test('create under one idempotency key once', async () => {
    const database = await createTestDatabase();
    const stores = await Promise.all([open(database, 'one'), open(database, 'two')]);
    const key = { key: 'k', fingerprint: 'f' };
    const outcomes = await Promise.all(stores.map((store, number) => store.create(sessionOf(number), [], key)));
    expect(outcomes.map(({ type }) => type).toSorted()).toEqual(['created', 'key_used']);
    await Promise.all(stores.map((store) => store.close()));
  });

  test('lose no change to a reader that follows, whatever the order in which they commit', async () => {
    const database = await createTestDatabase();
    const [one, two] = await Promise.all([open(database, 'one'), open(database, 'two')]);
    const count = 60;
    const seen = new Set<string>();
    const writing = Promise.all(Array.from({ length: count }, (_, number) => (number % 2 === 0 ? one : two).create(sessionOf(number), [])));
    let position = 0;
    while (seen.size < count) {
      const page = await one.listChanged(terms.tenantId, position, 7);
      for (const session of page.sessions) seen.add(session.terms.id);
      position = page.nextPosition;
    }
    await writing;
    expect(position).toBe(count);
    await Promise.all([one.close(), two.close()]);
  });

  test('purge in turn: the turn is one broker’s until it ends by the database’s clock', async () => {
    const database = await createTestDatabase();
    const [one, two] = await Promise.all([open(database, 'one'), open(database, 'two')]);
    const both = () => Promise.all([one.retention.takeTurn(60_000), two.retention.takeTurn(60_000)]);
    const first = await both();
    expect(first.filter(Boolean)).toEqual([true]);
    expect(await both()).toEqual(first);
    await database.query("UPDATE turns SET ends_at = clock_timestamp() - interval '1 second', owner = 'dead'");
    expect((await both()).filter(Boolean)).toEqual([true]);
    await Promise.all([one.close(), two.close()]);
  });

  test('hand over what they hold when they close, and what they held can be claimed at once', async () => {
    const database = await createTestDatabase();
    const [one, two] = await Promise.all([open(database, 'one'), open(database, 'two')]);
    await one.create(sessionOf(1), [{ type: 'pollToken', token: 'T', dueAtMs: 1, attempt: 0 }]);
    const [held] = await one.claimDue({ nowMs: 1, limit: 9, leaseMs: 60_000 });
    await one.close();
    const [taken] = await two.claimDue({ nowMs: 1, limit: 9, leaseMs: 60_000 });
    expect(taken).toMatchObject({ effectId: held?.effectId, effect: held?.effect });
    expect(taken?.epoch).toBeGreaterThan(held?.epoch ?? 0);
    await two.close();
  });
});
