import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';
import { SqliteStore } from './sqlite-store.ts';

/** Run once, when the file is opened, over what nobody can be using. */
const atTheStart = /SET (?:available_at_ms = (?:due|received)_at_ms|leased_until_ms = 0)/;

/** One row a tenant, and all of them are asked for. */
const ofAllTenants = /FROM audit_heads ORDER BY/;

/** Every statement that a store prepares, and the database to ask about it. */
function preparedStatements() {
  const folder = mkdtempSync(join(tmpdir(), 'plans-'));
  const texts: string[] = [];
  let opened: DatabaseSync | undefined;
  const open = (path: string) => {
    const database = openDatabase(path);
    const prepare = database.prepare.bind(database);
    database.prepare = (text, ...rest) => {
      texts.push(text);
      return prepare(text, ...rest);
    };
    opened = database;
    return database;
  };
  const store = new SqliteStore(join(folder, 'broker.sqlite'), { open });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  if (opened === undefined) throw new TypeError('the store opened nothing');
  return { texts, database: opened };
}

test('every statement of the SQLite store finds its rows by an index', () => {
  const { texts, database } = preparedStatements();
  const plans = texts.map((text) => {
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all();
    return { text, steps: steps.map(({ detail }) => String(detail)) };
  });
  expect(plans.length).toBeGreaterThan(40);
  const scanned = plans.filter(
    ({ text, steps }) => !atTheStart.test(text) && !ofAllTenants.test(text) && steps.some((step) => step.startsWith('SCAN ')),
  );
  expect(scanned).toEqual([]);
  // A sort means that all rows were read before the first was taken: those of one session or one token are few.
  const sorted = plans.filter(({ text, steps }) => !/session_id/.test(text) && steps.some((step) => step.includes('TEMP B-TREE')));
  expect(sorted).toEqual([]);
});
