import { expect, test } from 'vitest';
import { Random } from '../src/random.ts';

const some = (random: Random) => Array.from({ length: 50 }, () => random.between(0, 1_000_000));

test('the same seed gives the same numbers, another seed others', () => {
  expect(some(new Random(7))).toEqual(some(new Random(7)));
  expect(some(new Random(7))).not.toEqual(some(new Random(8)));
});

test('a fork has numbers of its own, by its name, whatever has been drawn beside it', () => {
  const drawn = new Random(7);
  some(drawn);
  expect(some(drawn.fork('a'))).toEqual(some(new Random(7).fork('a')));
  expect(some(drawn.fork('a'))).not.toEqual(some(drawn.fork('b')));
});

test('numbers stay within their bounds and reach both', () => {
  const random = new Random(1);
  const numbers = Array.from({ length: 1_000 }, () => random.between(3, 5));
  expect(new Set(numbers)).toEqual(new Set([3, 4, 5]));
  const spread = Array.from({ length: 1_000 }, () => random.spread(10, 100_000));
  expect(Math.min(...spread)).toBeGreaterThanOrEqual(10);
  expect(Math.max(...spread)).toBeLessThanOrEqual(100_000);
  expect(spread.filter((number) => number < 1_000).length).toBeGreaterThan(300);
});

test('a chance comes as often as it should', () => {
  const random = new Random(2);
  const hits = Array.from({ length: 10_000 }, () => random.chance(0.2)).filter(Boolean).length;
  expect(hits).toBeGreaterThan(1_800);
  expect(hits).toBeLessThan(2_200);
});
