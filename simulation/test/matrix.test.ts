import * as core from '@collect-payment/sso-broker/core';
import { describe, expect, test } from 'vitest';
import { runCell } from '../src/matrix/run-cell.ts';
import { allCells, liveCells, nameOf, notBuilt, runnableCells } from '../src/matrix/table.ts';

const timeout = 120_000;

test('the matrix has 264 cells, 229 of them live; each is run, or says why not', () => {
  expect([allCells, liveCells.length]).toEqual([264, 229]);
  expect(runnableCells).toHaveLength(177);
  expect(liveCells.filter((cell) => notBuilt(cell) !== undefined)).toHaveLength(52);
  expect(new Set(liveCells.map((cell) => nameOf(cell))).size).toBe(229);
});

describe('fault matrix A', { timeout }, () => {
  test.each(runnableCells.map((cell) => [nameOf(cell), cell] as const))('%s', async (_name, cell) => {
    expect((await runCell(core, cell)).problems).toEqual([]);
  });
});
