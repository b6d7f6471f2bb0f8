import * as core from '@collect-payment/sso-broker/core';
import { describe, expect, test } from 'vitest';
import { outcomeRows, outcomes } from '../src/matrix/outcomes.ts';
import { nameOfOutcome, runOutcome } from '../src/matrix/run-outcome.ts';

const timeout = 120_000;
const cells = outcomes.flatMap((outcome) => outcomeRows.map((row) => ({ outcome, row })));

test('there are 14 upstream outcomes at six instants, 84 in all', () => {
  expect([outcomes.length, outcomeRows.length, cells.length]).toEqual([14, 6, 84]);
});

describe('upstream outcomes, the broker killed at the instant', { timeout }, () => {
  test.each(cells.map(({ row, outcome }) => [nameOfOutcome(row, outcome), row, outcome] as const))('%s', async (_name, row, outcome) => {
    expect((await runOutcome(core, row, outcome)).problems).toEqual([]);
  });
});
