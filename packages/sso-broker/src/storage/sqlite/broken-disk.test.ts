import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Story } from '../../../test/session/story.ts';
import { terms } from '../../../test/session/terms.ts';
import type { PaymentSession } from '../../session/session.ts';
import type { StoreError } from '../store-error.ts';
import { openDatabase } from './database.ts';
import { SqliteStore } from './sqlite-store.ts';

let folder: string;
let path: string;
let database: DatabaseSync;
let told: StoreError[];
let store: SqliteStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  path = join(folder, 'broker.sqlite');
  told = [];
  store = new SqliteStore(path, { onBroken: (error) => told.push(error), open: (file) => (database = openDatabase(file)) });
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const sessionOf = (number: number): PaymentSession => ({
  ...new Story().session,
  terms: { ...terms, id: `ps_${number}`, metadata: { filler: 'x'.repeat(2_000) } },
});

test('a store that meets a damaged page tells once, and refuses everything from then on', async () => {
  for (let number = 0; number < 100; number += 1) await store.create(sessionOf(number), []);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA cache_size = 1; PRAGMA shrink_memory;');
  overwritePages(2, 200);
  await expect(store.load('ps_50')).rejects.toMatchObject({ code: 'ERR_STORE_CORRUPT' });
  await expect(store.create(sessionOf(100), [])).rejects.toMatchObject({ code: 'ERR_STORE_CORRUPT' });
  await expect(store.ping()).rejects.toMatchObject({ code: 'ERR_STORE_CORRUPT' });
  expect(told).toMatchObject([{ code: 'ERR_STORE_CORRUPT' }]);
});

test('a store on a full disk goes on reading, stores nothing, and recovers when there is room', async () => {
  await store.create(sessionOf(0), []);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  // SQLite's own limit fails as a full disk does: SQLITE_FULL.
  database.exec(`PRAGMA max_page_count = ${pages}`);
  await expect(fill()).rejects.toMatchObject({ code: 'ERR_STORE_FULL' });
  expect(await store.load('ps_0')).toEqual(sessionOf(0));
  await store.ping();
  expect(told).toEqual([]);
  database.exec('PRAGMA max_page_count = 1000000');
  expect(await store.create(sessionOf(99), [])).toMatchObject({ type: 'created' });
});

test('a store never holds the event loop for a lock: at most 50 ms, and only while it opens', () => {
  expect(database.prepare('PRAGMA busy_timeout').get()).toEqual({ timeout: 50 });
  expect(database.prepare('PRAGMA locking_mode').get()).toEqual({ locking_mode: 'exclusive' });
});

async function fill(): Promise<void> {
  for (let number = 1; number < 50; number += 1) await store.create(sessionOf(number), []);
}

function overwritePages(from: number, to: number): void {
  const pageBytes = 4_096;
  const file = openSync(path, 'r+');
  for (let page = from; page < to; page += 1) writeSync(file, new Uint8Array(pageBytes).fill(page), 0, pageBytes, page * pageBytes);
  closeSync(file);
}
