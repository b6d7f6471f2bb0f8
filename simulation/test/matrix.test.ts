import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as core from '@collect-payment/sso-broker/core';
import { describe, expect, test } from 'vitest';
import { realTests } from '../src/matrix/real-tests.ts';
import { runCell } from '../src/matrix/run-cell.ts';
import { allCells, liveCells, nameOf, runBy, runnableCells } from '../src/matrix/table.ts';

const timeout = 120_000;

test('the matrix has 264 cells, 229 of them live; each is run here or by the broker’s tests', () => {
  expect([allCells, liveCells.length]).toEqual([264, 229]);
  expect(runnableCells).toHaveLength(208);
  const elsewhere = liveCells.filter((cell) => runBy(cell).length > 0);
  expect(elsewhere).toHaveLength(21);
  expect(Object.keys(realTests)).toHaveLength(21);
  expect(new Set(liveCells.map((cell) => nameOf(cell))).size).toBe(229);
});

test('the tests that cells are run by are there, and each of them is named by its cell', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const files = globSync('packages/sso-broker/test/matrix/*.test.ts', { cwd: root });
  const found = files.flatMap((file) =>
    [...readFileSync(`${root}${file}`, 'utf8').matchAll(/\(\s*'(B\d+ × f\d+: [^']+)'/g)].map(([, name]) => `${file}: ${name}`),
  );
  const named = liveCells.flatMap((cell) =>
    runBy(cell).map(({ file, name }) => {
      expect(name.startsWith(`${cell.row} × ${cell.fault}: `)).toBe(true);
      return `${file}: ${name}`;
    }),
  );
  expect(found.toSorted()).toEqual(named.toSorted());
});

describe('fault matrix A', { timeout }, () => {
  test.each(runnableCells.map((cell) => [nameOf(cell), cell] as const))('%s', async (_name, cell) => {
    expect((await runCell(core, cell)).problems).toEqual([]);
  });
});
