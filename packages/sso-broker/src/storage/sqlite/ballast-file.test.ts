import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoreLogEntry } from '../store-log.ts';
import { BallastFile } from './ballast-file.ts';

const bytes = 3_000_000;
let folder: string;
let free: number;
let told: StoreLogEntry['type'][];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-'));
  free = 2 * bytes;
  told = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

const open = (size = bytes) =>
  new BallastFile(join(folder, 'broker.sqlite'), { bytes: size, log: ({ type }) => told.push(type), freeBytes: () => free });
const sizes = () => readdirSync(folder).map((name) => statSync(join(folder, name)).size);

test('a ballast is held from the start, in a file of that size that is its owner’s alone', () => {
  expect(open().reserve()).toBe(true);
  expect(sizes()).toEqual([bytes]);
  expect(statSync(join(folder, 'broker.sqlite-ballast')).mode & 0o077).toBe(0);
  expect(told).toEqual(['ballast_reserved']);
});

test('a ballast takes its blocks on the disk, and is no hole in a file', () => {
  open();
  expect(statSync(join(folder, 'broker.sqlite-ballast')).blocks * 512).toBeGreaterThanOrEqual(bytes);
});

test('a ballast of the last process is kept as it is, one of another size is made anew', () => {
  open();
  open();
  expect(told).toEqual(['ballast_reserved']);
  open(bytes - 1);
  expect(sizes()).toEqual([bytes - 1]);
});

test('a ballast that was cut short by the end of its process is made anew', () => {
  writeFileSync(join(folder, 'broker.sqlite-ballast'), 'x');
  open();
  expect(sizes()).toEqual([bytes]);
});

test('a released ballast is gone at once, given once, and taken again only when twice its room is free', () => {
  const ballast = open();
  expect([ballast.release(), ballast.release()]).toEqual([true, false]);
  expect(sizes()).toEqual([]);
  free = 2 * bytes - 1;
  expect(ballast.reserve()).toBe(false);
  expect(sizes()).toEqual([]);
  free = 2 * bytes;
  expect(ballast.reserve()).toBe(true);
  expect(sizes()).toEqual([bytes]);
  expect(told).toEqual(['ballast_reserved', 'ballast_spent', 'ballast_reserved']);
});

test('a start without room for the ballast is told, and nothing is held', () => {
  free = bytes;
  const ballast = open();
  expect([ballast.reserve(), ballast.release()]).toEqual([false, false]);
  expect(told).toEqual(['ballast_missing']);
});

test('a ballast that cannot be written leaves nothing behind', () => {
  const ballast = new BallastFile(join(folder, 'nowhere', 'broker.sqlite'), {
    bytes,
    log: ({ type }) => told.push(type),
    freeBytes: () => free,
  });
  expect(ballast.reserve()).toBe(false);
  expect(told).toEqual(['ballast_missing']);
});
