import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { receiptOf } from '../../../test/session/receipts.ts';
import { found, Story } from '../../../test/session/story.ts';
import { terms } from '../../../test/session/terms.ts';
import { createSession } from '../../session/transition.ts';
import { SqliteStore } from './sqlite-store.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'erasure-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Everything that the files of the database hold, whether a query would find it or not. */
const bytes = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('');

async function settle(store: SqliteStore, number: number): Promise<void> {
  // Long enough, now and then, for pages of its own.
  const lastName = `Sentinel${number}-${'x'.repeat(number % 5 === 0 ? 9_000 : 50)}`;
  const whole = { ...terms, id: `ps_${number}`, patient: { id: `MRN-Sentinel-${number}`, lastName } };
  const story = new Story(createSession(whole));
  await store.create(story.session, [], { key: `key-Sentinel-${number}`, fingerprint: 'f' });
  const open = story.launch('L1', `T${number}`);
  await store.commit({ from: story.session, to: open.session, effects: [] });
  const paid = open.next(found(receiptOf('C', 'a1', { cardHolderName: 'Sentinel' }), `T${number}`));
  await store.commit({ from: open.session, to: paid.session, effects: [] });
}

test('what was erased is nowhere in the files, neither in the free pages nor in the log', async () => {
  const store = new SqliteStore(join(folder, 'broker.sqlite'));
  for (let number = 0; number < 60; number += 1) await settle(store, number);
  expect(bytes().includes('Sentinel')).toBe(true);
  for (const kind of ['personalData', 'idempotencyKeys'] as const) expect(await store.retention.remove(kind, 10_000_000, 100)).toBe(60);
  await store.retention.scrub();
  expect(bytes().includes('Sentinel')).toBe(false);
  expect(bytes().includes('ps_59')).toBe(true);
  await store.close();
  expect(bytes().includes('Sentinel')).toBe(false);
});
