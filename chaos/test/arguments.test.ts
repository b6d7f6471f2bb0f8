import { expect, it } from 'vitest';
import { readArguments } from '../src/arguments.ts';

it('kills 200 times without being told, by a seed of the day', () => {
  expect(readArguments([], 41)).toEqual({ kills: 200, seed: 42, broker: undefined, stage: undefined });
});

it('takes what it is told', () => {
  expect(readArguments(['--', '--kills', '5', '--seed', '7', '--stage', 'sqlite'], 0)).toEqual({
    kills: 5,
    seed: 7,
    broker: undefined,
    stage: 'sqlite',
  });
});

it.each([[['--kills', '0']], [['--seed', 'x']], [['--stage', 'oracle']], [['--fast']]])('refuses %j', (given) => {
  expect(() => readArguments(given, 0)).toThrow(/--|fast/);
});
