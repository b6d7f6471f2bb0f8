import { describe, expect, it } from 'vitest';
import { TokenBuckets } from './token-buckets.ts';

function start(perSecond: number, burst: number, most?: number) {
  const clock = { nowMs: 1_000_000 };
  return { clock, buckets: new TokenBuckets({ perSecond, burst }, () => clock.nowMs, most) };
}

/** How many of so many attempts were let through. */
const taken = (buckets: TokenBuckets, key: string, attempts: number) =>
  Array.from({ length: attempts }, () => buckets.take(key)).filter((waitMs) => waitMs === 0).length;

describe('token buckets', () => {
  it('give as many as fit at once, and then as many as flow in', () => {
    const { buckets, clock } = start(50, 200);
    expect(taken(buckets, 'a', 1000)).toBe(200);
    clock.nowMs += 1_000;
    expect(taken(buckets, 'a', 1000)).toBe(50);
    clock.nowMs += 3_600_000;
    expect(taken(buckets, 'a', 1000)).toBe(200);
  });

  it('say how long to wait, and give a token then and not before', () => {
    const { buckets, clock } = start(0.2, 1);
    expect(buckets.take('a')).toBe(0);
    expect([buckets.take('a'), buckets.waitMs('a')]).toEqual([5_000, 5_000]);
    clock.nowMs += 4_999;
    expect(buckets.take('a')).toBe(1);
    clock.nowMs += 1;
    expect([buckets.waitMs('a'), buckets.take('a')]).toEqual([0, 0]);
  });

  it('are apart by their keys', () => {
    const { buckets } = start(1, 1);
    expect([buckets.take('a'), buckets.take('b'), buckets.take('a')]).toEqual([0, 0, 1_000]);
  });

  it('give nothing more, and withhold nothing, when the clock is set back', () => {
    const { buckets, clock } = start(1, 2);
    taken(buckets, 'a', 2);
    clock.nowMs -= 600_000;
    expect(buckets.take('a')).toBe(1_000);
    clock.nowMs += 1_000;
    expect(taken(buckets, 'a', 1)).toBe(0);
    clock.nowMs += 601_000;
    expect(taken(buckets, 'a', 3)).toBe(2);
  });

  it('are no more than their bound under a flood of a million keys, and remember who has just been there', () => {
    const { buckets } = start(1, 1, 10_000);
    for (let key = 0; key < 1_000_000; key += 1) buckets.take(`2001:db8:0:${key.toString(16)}::/64`);
    expect(buckets.size).toBeLessThanOrEqual(10_000);
    expect(buckets.take(`2001:db8:0:${(999_999).toString(16)}::/64`)).toBeGreaterThan(0);
    expect(buckets.take('2001:db8:0:0::/64')).toBe(0);
  });

  it('keep whoever goes on, and forget who has been away for longest', () => {
    const { buckets } = start(0.5, 100, 8);
    taken(buckets, 'away', 100);
    taken(buckets, 'going on', 90);
    for (let key = 0; key < 50; key += 1) {
      buckets.take(`other ${key}`);
      if (key % 3 === 0) buckets.take('going on');
    }
    expect([taken(buckets, 'going on', 100), taken(buckets, 'away', 1)]).toEqual([0, 1]);
  });
});
