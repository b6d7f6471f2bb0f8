import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inTransaction } from './database.ts';
import { GroupCommit } from './group-commit.ts';

let folder: string;
let database: DatabaseSync;
let commits: GroupCommit;
let transactions: number;
let commitNow: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'group-'));
  database = new DatabaseSync(join(folder, 'rows.sqlite'));
  database.exec('CREATE TABLE rows (name TEXT PRIMARY KEY)');
  transactions = 0;
  const transact = <Result>(work: () => Result): Result => {
    transactions += 1;
    return inTransaction(database, work);
  };
  commits = new GroupCommit(transact, (commit) => (commitNow = commit));
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const insert = (name: string) => () => Number(database.prepare('INSERT INTO rows VALUES (?)').run(name).changes);
const rows = () =>
  database
    .prepare('SELECT name FROM rows ORDER BY rowid')
    .all()
    .map(({ name }) => name);

test('those who come together share one transaction, in the order in which they came', async () => {
  const answers = Promise.all(['a', 'b', 'c'].map(async (name) => commits.transact(insert(name))));
  expect(rows()).toEqual([]);
  commitNow();
  expect(await answers).toEqual([1, 1, 1]);
  expect(rows()).toEqual(['a', 'b', 'c']);
  expect(transactions).toBe(1);
});

test('one that fails fails alone, and leaves nothing behind', async () => {
  const answers = Promise.allSettled([
    commits.transact(insert('a')),
    commits.transact(() => {
      insert('half')();
      return insert('a')();
    }),
    commits.transact(insert('c')),
  ]);
  commitNow();
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(rows()).toEqual(['a', 'c']);
});

test('nobody is answered when the transaction cannot be stored, and who comes later waits for the next one', async () => {
  const first = commits.transact(insert('a'));
  const second = commits.transact(insert('b'));
  const commit = commitNow;
  database.exec('PRAGMA query_only = ON');
  commit();
  await expect(first).rejects.toThrow('readonly');
  await expect(second).rejects.toThrow('readonly');
  database.exec('PRAGMA query_only = OFF');
  const later = commits.transact(insert('c'));
  commitNow();
  expect(await later).toBe(1);
  expect(rows()).toEqual(['c']);
});
