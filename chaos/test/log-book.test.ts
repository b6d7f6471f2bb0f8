import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Child } from '../src/processes/child.ts';
import { LogBook } from '../src/processes/log-book.ts';

it('a log book holds every line of a process, and finds a planted name in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-book-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const log = new LogBook(join(folder, 'log.txt'), ['SENTINEL']);
  const script = 'console.log("broker ready http://127.0.0.1:1"); console.error("{\\"name\\":\\"SENTINEL Person\\"}")';
  const child = new Child({ name: 'broker', label: 'one', command: [process.execPath, '-e', script], environment: {}, log });
  expect(await child.ready).toBe(true);
  expect([child.url, await child.ended]).toEqual(['http://127.0.0.1:1', 0]);
  await child.said;
  await log.close();
  expect(log.leaks).toEqual(['one: SENTINEL']);
  expect(readFileSync(join(folder, 'log.txt'), 'utf8').split('\n').toSorted()).toEqual([
    '',
    'one broker ready http://127.0.0.1:1',
    'one {"name":"SENTINEL Person"}',
  ]);
});
