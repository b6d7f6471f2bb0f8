import { describe, expect, test } from 'vitest';
import { judgeLoad, noLoad, sheds, type Load, type Pressure } from './load.ts';

const limits = { eventLoopDelayMs: 500, storeMs: 2_000, requestsUnderWay: 100 };
const idle: Pressure = { eventLoopDelayMs: 0, storeMs: 0, requestsUnderWay: 0 };
const requests = (requestsUnderWay: number): Pressure => ({ ...idle, requestsUnderWay });

function after(seconds: number, pressure: Pressure, load: Load = noLoad): Load {
  return Array.from({ length: seconds }).reduce<Load>((now) => judgeLoad(now, pressure, limits), load);
}

const shedBy = (load: Load) => [sheds(load, 'new_sessions'), sheds(load, 'event_streams')];

describe('under pressure', () => {
  test.each([
    ['the event loop', { ...idle, eventLoopDelayMs: 500 }],
    ['the store', { ...idle, storeMs: 2_000 }],
    ['the requests under way', requests(100)],
  ])('of %s alone new sessions are given up, and streams are not', (_name, pressure) => {
    expect(shedBy(after(2, pressure))).toEqual([false, false]);
    expect(shedBy(after(3, pressure))).toEqual([true, false]);
    expect(shedBy(after(1_000, pressure))).toEqual([true, false]);
  });

  test('of twice the limit streams follow, after new sessions', () => {
    expect(shedBy(after(3, requests(200)))).toEqual([true, false]);
    expect(shedBy(after(5, requests(200)))).toEqual([true, false]);
    expect(shedBy(after(6, requests(200)))).toEqual([true, true]);
    expect(shedBy(after(1_000, requests(100_000)))).toEqual([true, true]);
  });

  test('that comes and goes nothing is given up', () => {
    const peaks = Array.from({ length: 100 }, (_, second) => requests(second % 3 === 2 ? 0 : 1_000));
    expect(peaks.reduce<Load>((load, pressure) => judgeLoad(load, pressure, limits), noLoad).steps).toBe(0);
  });
});

describe('what was given up', () => {
  const both = after(6, requests(200));

  test('is taken up again in the other order, after ten calm seconds each', () => {
    expect(shedBy(after(9, idle, both))).toEqual([true, true]);
    const one = after(10, idle, both);
    expect(shedBy(one)).toEqual([true, false]);
    expect(shedBy(after(9, idle, one))).toEqual([true, false]);
    expect(shedBy(after(10, idle, one))).toEqual([false, false]);
  });

  test('stays so just below the limit', () => {
    expect(shedBy(after(1_000, requests(70), after(3, requests(100))))).toEqual([true, false]);
    expect(shedBy(after(1_000, requests(140), both))).toEqual([true, true]);
  });

  test('stays so when calm is broken once', () => {
    expect(after(9, idle, after(1, requests(80), after(9, idle, after(3, requests(100))))).steps).toBe(1);
  });
});
