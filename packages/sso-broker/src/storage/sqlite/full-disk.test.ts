import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launched, requested, Story } from '../../../test/session/story.ts';
import { terms } from '../../../test/session/terms.ts';
import type { PaymentSession } from '../../session/session.ts';
import { openDatabase } from './database.ts';
import { SqliteStore } from './sqlite-store.ts';

/** More than a page, so that no session fits in what others have left. */
const metadata = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, 'x'.repeat(500)]));
const ballastPages = 64;
const unlimited = 1_000_000;

let folder: string;
let database: DatabaseSync;
let store: SqliteStore;
/** What the disk has beside the ballast, in pages. */
let room: number;
let isHeld: boolean;

/** SQLite's own limit fails as a full disk does (SQLITE_FULL). Here it leaves the database what the disk has without the ballast. */
const limit = () => database.exec(`PRAGMA max_page_count = ${room - (isHeld ? ballastPages : 0)}`);
const pages = () => Number(database.prepare('PRAGMA page_count').get()?.['page_count']);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  isHeld = true;
  room = unlimited;
  store = new SqliteStore(join(folder, 'broker.sqlite'), {
    open: (file) => (database = openDatabase(file)),
    holdBallast: () => ({
      reserve() {
        isHeld ||= room === unlimited;
        limit();
        return isHeld;
      },
      release() {
        const wasHeld = isHeld;
        isHeld = false;
        limit();
        return wasHeld;
      },
    }),
  });
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const storyOf = (number: number): Story => {
  const story = new Story();
  return Object.assign(new Story(), { session: { ...story.session, terms: { ...terms, id: `ps_${number}`, metadata } } });
};
const sessionOf = (number: number): PaymentSession => storyOf(number).session;

function fillDisk(): void {
  room = pages() + ballastPages;
  limit();
}

/** Writes on sessions that are there, until what is stored has grown past what was free. */
async function launchAll(count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const story = storyOf(number);
    const asked = story.next(requested(`l${number}`));
    const open = asked.next(launched(`l${number}`, `token-${number}-${'t'.repeat(300)}`));
    for (const [from, to] of [
      [story, asked],
      [asked, open],
    ] as const)
      expect(await store.commit({ from: from.session, to: to.session, effects: [...to.pending.values()] })).toBe('committed');
  }
}

test('a full disk refuses a new session, and keeps the ballast for the others', async () => {
  for (let number = 0; number < 20; number += 1) await store.create(sessionOf(number), []);
  fillDisk();
  await expect(store.create(sessionOf(20), [])).rejects.toMatchObject({ code: 'ERR_STORE_FULL' });
  expect(isHeld).toBe(true);
  expect(await store.load('ps_20')).toBeUndefined();
});

test('a full disk stores what happens to sessions under way, in the room of the ballast, and refuses new ones until there is room', async () => {
  for (let number = 0; number < 20; number += 1) await store.create(sessionOf(number), []);
  fillDisk();
  await launchAll(20);
  expect(isHeld).toBe(false);
  expect(await store.load('ps_19')).toMatchObject({ status: 'open' });
  // There is room left, of the ballast: it is not for new ones.
  await expect(store.create(sessionOf(20), [])).rejects.toMatchObject({ code: 'ERR_STORE_FULL' });
  room = unlimited;
  expect(await store.create(sessionOf(20), [])).toMatchObject({ type: 'created' });
  expect(isHeld).toBe(true);
});

test('a full disk tells a repeated creation of the session that it made', async () => {
  const key = { key: 'k', fingerprint: 'f' };
  await store.create(sessionOf(0), [], key);
  fillDisk();
  isHeld = false;
  expect(await store.create(sessionOf(1), [], key)).toEqual({ type: 'key_used', fingerprint: 'f', sessionId: 'ps_0' });
});

test('a disk that is full to the end of the ballast refuses everything new, and is told of as full', async () => {
  await store.create(sessionOf(0), []);
  fillDisk();
  isHeld = false;
  room = pages();
  limit();
  const deliveries = Array.from({ length: 50 }, (_, index) => ({
    id: `del_${index}`,
    eventId: `evt_${index}`,
    tenantId: terms.tenantId,
    endpointId: 'portal',
    sessionId: 'ps_0',
    type: 'payment.settled' as const,
    body: 'x'.repeat(500),
    createdAtMs: 0,
  }));
  const { session } = storyOf(0);
  await expect(store.commit({ from: session, to: session, effects: [], deliveries })).rejects.toMatchObject({ code: 'ERR_STORE_FULL' });
  expect(await store.load('ps_0')).toEqual(sessionOf(0));
});
