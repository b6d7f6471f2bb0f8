import { expect, onTestFinished, test } from 'vitest';
import { TestBroker } from '../../test/engine/broker.ts';
import { settle } from '../../test/engine/fake-clock.ts';
import { timeout } from '../../test/engine/scripted-gateway.ts';
import type { LaunchAnswer } from './gateway.ts';
import { createLaunchLimits } from './launch-limits.ts';

const windowMs = 900_000;

/** One launch in five seconds, five of a session unless told. */
function start(launchesPerSession = 5): TestBroker {
  const broker: TestBroker = new TestBroker(undefined, undefined, (clock) => createLaunchLimits(5_000, launchesPerSession, clock));
  onTestFinished(() => broker.end());
  return broker;
}

test('a launch that failed may be tried again at once, and then once in five seconds', async () => {
  const broker = start();
  const id = await broker.created();
  broker.gateway.nextLaunches = [timeout, timeout, timeout];
  const launch = () => broker.engine.launch(id, 'popup');
  expect([await launch(), await launch()]).toEqual([timeout, timeout]);
  expect(await launch()).toEqual({ type: 'too_soon', waitMs: 5_000 });
  await broker.clock.advance(4_999);
  expect(await launch()).toEqual({ type: 'too_soon', waitMs: 1 });
  await broker.clock.advance(1);
  expect(await launch()).toEqual(timeout);
  expect(broker.gateway.calls).toEqual(['launch', 'launch', 'launch']);
});

test('one session’s launches hold no other up', async () => {
  const broker = start();
  const noisy = await broker.created();
  broker.gateway.nextLaunches = [timeout, timeout];
  for (let time = 0; time < 3; time += 1) await broker.engine.launch(noisy, 'popup');
  expect(await broker.engine.launch(await broker.created(), 'popup')).toMatchObject({ type: 'launched' });
});

test('a live launch is given again as often as it is asked for, and counts as one', async () => {
  const broker = start();
  const id = await broker.launched();
  for (let time = 0; time < 50; time += 1)
    expect(await broker.engine.launch(id, 'popup')).toMatchObject({ type: 'launched', reused: true });
  expect(broker.gateway.calls).toEqual(['launch']);
});

test('while a launch is under way the others are told to wait for it, and not that there were too many', async () => {
  const broker = start();
  const id = await broker.created();
  const { promise, resolve } = Promise.withResolvers<LaunchAnswer>();
  broker.gateway.nextLaunches = [promise];
  const first = broker.engine.launch(id, 'popup');
  await settle();
  for (let time = 0; time < 10; time += 1)
    expect(await broker.engine.launch(id, 'popup')).toMatchObject({ type: 'conflict', reason: 'launching' });
  resolve(timeout);
  expect(await first).toEqual(timeout);
});

test('a session is launched five times at most, also by a broker that was started anew', async () => {
  const broker = start();
  const id = await broker.launched();
  for (let launches = 2; launches <= 5; launches += 1) {
    await broker.clock.advance(windowMs + 60_000);
    expect(await broker.statusOf(id)).toBe('expired');
    expect(await broker.engine.launch(id, 'popup')).toMatchObject({ type: 'launched', reused: false });
    await broker.killAndRestart();
  }
  expect(await broker.engine.launch(id, 'popup')).toMatchObject({ type: 'launched', reused: true });
  await broker.clock.advance(windowMs + 60_000);
  expect(await broker.engine.launch(id, 'popup')).toEqual({ type: 'spent' });
});

test('a session that is over says so, and not that it was launched too often', async () => {
  const broker = start(1);
  const id = await broker.launched();
  expect(await broker.engine.cancel(id)).toMatchObject({ session: { status: 'canceled' } });
  expect(await broker.engine.launch(id, 'popup')).toMatchObject({ type: 'conflict', reason: 'settled' });
});
