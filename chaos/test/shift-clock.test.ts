import { afterEach, expect, it } from 'vitest';
import { shiftClock } from '../src/clock/shift-clock.ts';

const hourMs = 3_600_000;
afterEach(() => shiftClock(0));

it('a shifted clock is off in every way in which the time can be asked, and in no other', () => {
  const before = Date.now();
  shiftClock(hourMs);
  for (const ms of [Date.now(), Date.parse(Date()), new Date().getTime()]) expect(ms).toBeGreaterThanOrEqual(before + hourMs - 1_000);
  expect(new Date(5).getTime()).toBe(5);
  expect(Date.UTC(1970, 0, 1)).toBe(0);
  expect(new Date()).toBeInstanceOf(Date);
});
