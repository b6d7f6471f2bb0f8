import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FakeClock } from '../test/engine/fake-clock.ts';
import { drainMs, endWork } from './end-work.ts';

/** Work that takes until it is told to end, and what was done in which order. */
function workOf() {
  const done: string[] = [];
  const end = { webhooks: Promise.withResolvers<void>(), notices: Promise.withResolvers<void>() };
  const said = async (what: string, then?: Promise<void>): Promise<void> => {
    done.push(what);
    await then;
  };
  const work = {
    webhooks: { stop: () => said('webhooks stop', end.webhooks.promise) },
    notices: { stop: () => said('notices stop', end.notices.promise), handOver: () => said('notices handed over') },
    engine: { stop: () => said('engine stops') },
  };
  return { work, done, end };
}

const stopped = ['webhooks stop', 'notices stop', 'engine stops'];

test('all claiming ends at once, and the engine is waited for again when nobody can begin anything more', async () => {
  const { work, done, end } = workOf();
  const answered = Promise.withResolvers<void>();
  const ended = endWork(work, answered.promise, new FakeClock());
  expect(done).toEqual(stopped);
  end.webhooks.resolve();
  end.notices.resolve();
  await setImmediate();
  expect(done).toEqual(stopped);
  answered.resolve();
  await ended;
  expect(done).toEqual([...stopped, 'engine stops', 'notices handed over']);
});

test('what does not end is handed over when its time is up', async () => {
  const { work, done } = workOf();
  const clock = new FakeClock();
  const ended = endWork(work, Promise.resolve(), clock);
  await clock.advance(drainMs - 1);
  expect(done).toEqual(stopped);
  await clock.advance(1);
  await ended;
  expect(done).toEqual([...stopped, 'notices handed over']);
});
