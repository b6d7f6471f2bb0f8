import { execFile } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expired, Story } from '../../../test/session/story.ts';
import { terms } from '../../../test/session/terms.ts';
import { testStore } from '../../../test/storage/conformance.ts';
import { expectedPayments, oldRows, readOldPayments } from '../../../test/storage/old-payments.ts';
import { StoreError } from '../store-error.ts';
import { migrations } from './migrations.ts';
import { SqliteStore } from './sqlite-store.ts';

for (const [name, options] of [
  ['SQLite', {}],
  ['SQLite, with decisions that share their transactions', { gather: setImmediate }],
] as const) {
  testStore(name, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'store-'));
    return {
      open: async () => new SqliteStore(join(folder, 'broker.sqlite'), options),
      remove: async () => rmSync(folder, { recursive: true }),
    };
  });
}

describe('a SQLite file', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
    path = join(folder, 'new', 'broker.sqlite');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  test('of before the list of payments has all of them in it, each with what became of its money', async () => {
    mkdirSync(dirname(path), { recursive: true });
    const before = migrations.findIndex((step) => step.includes('CREATE TABLE payments'));
    const old = new DatabaseSync(path);
    old.exec(migrations.slice(0, before).join(';'));
    old.exec(`PRAGMA application_id = 0x43504159; PRAGMA user_version = ${before}`);
    for (const row of oldRows()) {
      const places = Object.keys(row).map(() => '?');
      old.prepare(`INSERT INTO sessions (${Object.keys(row).join()}) VALUES (${places.join()})`).run(...Object.values(row));
    }
    old.close();
    const store = new SqliteStore(path);
    expect(await readOldPayments(store)).toEqual(expectedPayments());
    expect(new Set(expectedPayments().payments.map(({ status }) => status)).size).toBe(4);
    await store.close();
  });

  test('is readable and writable by its owner alone, its side files too', async () => {
    const store = new SqliteStore(path);
    await store.create(new Story().session, []);
    expect([path, `${path}-wal`].map((file) => (statSync(file).mode & 0o777).toString(8))).toEqual(['600', '600']);
    await store.close();
  });

  test('writes ahead, and refuses rows that refer to nothing', async () => {
    const store = new SqliteStore(path);
    await store.close();
    const database = new DatabaseSync(path);
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(() =>
      database.exec("INSERT INTO effects (session_id, token, type, attempt, due_at_ms, available_at_ms) VALUES ('none', '', 'x', 0, 0, 0)"),
    ).toThrow('FOREIGN KEY');
    database.close();
  });

  test('written before tokens were indexed is found by its tokens afterwards', async () => {
    const old = expired.launch('L2', 'T2').session;
    mkdirSync(dirname(path));
    const database = new DatabaseSync(path);
    database.exec(migrations[0] ?? '');
    database.exec('PRAGMA application_id = 0x43504159; PRAGMA user_version = 1');
    database
      .prepare('INSERT INTO sessions (id, tenant_id, sequence, status, change_position, document) VALUES (?, ?, ?, ?, 1, ?)')
      .run(old.terms.id, old.terms.tenantId, old.sequence, old.status, JSON.stringify(old));
    database.close();
    const store = new SqliteStore(path);
    for (const token of ['T1', 'T2']) expect(await store.findByToken(old.terms.tenantId, token)).toEqual([old.terms.id]);
    expect(await store.load(old.terms.id)).toEqual(old);
    await store.close();
  });

  test('lets nobody of the process before record an attempt, though nobody else has taken the delivery', async () => {
    const endpoint = { tenantId: terms.tenantId, endpointId: 'main', url: 'https://host.test/hooks' };
    const about = { tenantId: terms.tenantId, endpointId: 'main', sessionId: terms.id, type: 'payment.settled', body: '{}' } as const;
    const { session } = new Story();
    const before = new SqliteStore(path);
    await before.create(session, []);
    const deliveries = ['a', 'b'].map((id) => Object.assign({ id, eventId: id, createdAtMs: 1 }, about));
    await before.commit({ from: session, to: session, effects: [], deliveries });
    const [claimed] = await before.outbox.claimDue({ endpoint, nowMs: 1, limit: 1, leaseMs: 60_000 });
    await before.close();
    const store = new SqliteStore(path);
    expect(await store.outbox.record(claimed!, endpoint.url, 2, { type: 'failed', failure: 'timeout' })).toBe(false);
    const again = await store.outbox.claimDue({ endpoint, nowMs: 1, limit: 9, leaseMs: 60_000 });
    expect(again.map(({ delivery, epoch }) => [delivery.id, epoch])).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
    await store.close();
  });

  test('is refused to a second writer in the same process, and free again after close', async () => {
    const store = new SqliteStore(path);
    expect(codeOf(() => new SqliteStore(path))).toBe('ERR_STORE_IN_USE');
    await store.close();
    const next = new SqliteStore(path);
    await next.close();
  });

  test('is refused to a second writer in another process', async () => {
    const store = new SqliteStore(path);
    const script = `import { SqliteStore } from ${JSON.stringify(new URL('sqlite-store.ts', import.meta.url).href)};
      try { new SqliteStore(${JSON.stringify(path)}); console.log('opened'); } catch (error) { console.log(error.code); }`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    expect(stdout.trim()).toBe('ERR_STORE_IN_USE');
    await store.close();
  });

  test('is refused when it is no database, is damaged, or belongs to somebody else', async () => {
    const garbage = join(folder, 'garbage');
    writeFileSync(garbage, 'not a database at all, but longer than a header would be: '.repeat(99));
    expect(codeOf(() => new SqliteStore(garbage))).toBe('ERR_STORE_CORRUPT');

    const foreign = join(folder, 'foreign');
    const database = new DatabaseSync(foreign);
    database.exec('CREATE TABLE notes (text TEXT)');
    database.close();
    expect(codeOf(() => new SqliteStore(foreign))).toBe('ERR_STORE_CORRUPT');
  });

  test('is refused when pages of it were overwritten', async () => {
    const store = new SqliteStore(path);
    for (let number = 0; number < 200; number += 1) {
      await store.create({ ...new Story().session, terms: { ...terms, id: `ps_${number}`, metadata: { filler: 'x'.repeat(400) } } }, []);
    }
    await store.close();
    const pageBytes = 4_096;
    const file = openSync(path, 'r+');
    for (let page = 8; page < 40; page += 1) writeSync(file, new Uint8Array(pageBytes).fill(page), 0, pageBytes, page * pageBytes);
    closeSync(file);
    expect(codeOf(() => new SqliteStore(path))).toBe('ERR_STORE_CORRUPT');
  });

  test('is refused when a newer version wrote it', async () => {
    await new SqliteStore(path).close();
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    database.close();
    expect(codeOf(() => new SqliteStore(path))).toBe('ERR_STORE_NEWER');
  });

  test('is refused when its folder cannot be made', () => {
    writeFileSync(join(folder, 'new'), '');
    expect(codeOf(() => new SqliteStore(path))).toBe('ERR_STORE_UNAVAILABLE');
  });

  test('answers nothing after it was closed, and closes twice', async () => {
    const store = new SqliteStore(path);
    await store.close();
    await store.close();
    await expect(store.ping()).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' });
  });
});

function codeOf(open: () => unknown): string {
  try {
    open();
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
  return 'opened';
}
