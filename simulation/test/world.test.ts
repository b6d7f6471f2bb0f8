import * as core from '@collect-payment/sso-broker/core';
import { expect, test } from 'vitest';
import { explain } from '../src/explain.ts';
import { runWorld } from '../src/world.ts';

const timeout = 300_000;

test('the same seed gives the same history, to the letter', { timeout }, async () => {
  for (const seed of [11, 12, 13, 14, 15]) {
    const [one, other] = [await runWorld({ core, seed, traced: true }), await runWorld({ core, seed, traced: true })];
    expect(one.trace.length).toBeGreaterThan(20);
    expect(other).toEqual(one);
  }
});

test('a SQLite file and the simulated disk have one history', { timeout }, async () => {
  for (const seed of [21, 22, 23]) {
    expect(await runWorld({ core, seed, traced: true, disk: 'sqlite' })).toEqual(
      await runWorld({ core, seed, traced: true, disk: 'simulated' }),
    );
  }
});

test('a failing seed is explained by the trouble that it needs, and no other', { timeout }, async () => {
  const lying: typeof core = { ...core, viewOf: (session) => ({ ...core.viewOf(session), amount: { value: '0.01', currency: 'USD' } }) };
  const { result, needed } = await explain(lying, 5);
  expect(result.violations[0]).toMatchObject({ rule: 'I4 amounts' });
  expect(result.trace.join('\n')).toContain('I4 amounts');
  expect(needed).toEqual([]);
});

test('a broker that stops working is found stuck', { timeout }, async () => {
  const idle: typeof core = { ...core, createEngine: (dependencies) => ({ ...core.createEngine(dependencies), start: () => undefined }) };
  const results = await Promise.all([31, 32, 33, 34].map((seed) => runWorld({ core: idle, seed })));
  expect(results.map(({ violations }) => violations[0]?.rule)).toContain('I9 nothing stuck');
});
