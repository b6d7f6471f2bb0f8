import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FakeClock } from '../../test/engine/fake-clock.ts';
import type { Pressure } from './load.ts';
import { ProcessGauge, watchEventLoop } from './pressure-gauge.ts';

function gaugeOf(ping: () => Promise<void>) {
  const clock = new FakeClock();
  const taken: Pressure[] = [];
  const gauge = new ProcessGauge({ clock, ping, readEventLoopDelayMs: () => 7, requestsUnderWay: () => 3 });
  gauge.start((pressure) => taken.push(pressure));
  return { clock, taken, gauge };
}

test('a gauge measures every second, until it is stopped', async () => {
  const { clock, taken, gauge } = gaugeOf(async () => undefined);
  await clock.advance(2_000);
  expect(taken).toEqual(Array.from({ length: 2 }, () => ({ eventLoopDelayMs: 7, storeMs: 0, requestsUnderWay: 3 })));
  gauge.stop();
  await clock.advance(10_000);
  expect(taken).toHaveLength(2);
});

test('a store that says nothing counts for as long as it says nothing, and is asked once', async () => {
  const pings: PromiseWithResolvers<void>[] = [];
  const { clock, taken } = gaugeOf(() => {
    pings.push(Promise.withResolvers<void>());
    return pings.at(-1)!.promise;
  });
  await clock.advance(3_400);
  expect(taken.map(({ storeMs }) => storeMs)).toEqual([1_000, 2_000, 3_000]);
  expect(pings).toHaveLength(1);
  pings[0]?.resolve();
  await clock.advance(600);
  expect(taken.at(-1)?.storeMs).toBe(3_400);
  expect(pings).toHaveLength(2);
});

test('a store that is away is no pressure', async () => {
  const { clock, taken } = gaugeOf(() => Promise.reject(new Error('away')));
  await clock.advance(2_000);
  expect(taken.map(({ storeMs }) => storeMs)).toEqual([0, 0]);
});

test('an event loop that is held up is late, again and again', async () => {
  const readDelayMs = watchEventLoop();
  for (let time = 0; time < 3; time += 1) {
    let delayMs = 0;
    while (delayMs === 0) {
      const untilMs = performance.now() + 100;
      while (performance.now() < untilMs);
      await setImmediate();
      delayMs = readDelayMs();
    }
    expect(delayMs).toBeGreaterThan(0);
  }
});
