import { afterEach, expect, test } from 'vitest';
import { TestBroker } from '../../test/engine/broker.ts';
import { settle } from '../../test/engine/fake-clock.ts';
import { noReceipt, status, timeout } from '../../test/engine/scripted-gateway.ts';
import { approved } from '../../test/session/receipts.ts';
import type { Store } from '../storage/store.ts';
import { StoreError } from '../storage/store-error.ts';
import type { LaunchAnswer, TokenStatusAnswer, ViewReceiptAnswer } from './gateway.ts';

let broker: TestBroker;

afterEach(() => broker.end());

test('a broker restarted in mid-payment goes on polling and settles', async () => {
  broker = new TestBroker();
  const id = await broker.launched();
  await broker.clock.advance(25_000);
  const polls = broker.gateway.calls.length;
  await broker.killAndRestart();
  await broker.clock.advance(25_000);
  expect(broker.gateway.calls.length).toBeGreaterThan(polls);
  broker.gateway.status = status('finished');
  broker.gateway.receipt = { type: 'receipt', receipt: approved };
  await broker.clock.advance(25_000);
  expect(await broker.statusOf(id)).toBe('approved');
});

test('a broker killed while a poll is in flight polls again at once', async () => {
  broker = new TestBroker();
  const id = await broker.launched();
  broker.gateway.nextStatuses = [new Promise<TokenStatusAnswer>(() => undefined)];
  await broker.clock.advance(10_000);
  await broker.killAndRestart();
  broker.gateway.status = status('finished');
  broker.gateway.receipt = { type: 'receipt', receipt: approved };
  await broker.clock.advance(0);
  expect(await broker.statusOf(id)).toBe('approved');
});

test('a broker killed while a receipt is read reads it again', async () => {
  broker = new TestBroker();
  const id = await broker.launched();
  broker.gateway.status = status('finished');
  broker.gateway.nextReceipts = [new Promise<ViewReceiptAnswer>(() => undefined)];
  await broker.clock.advance(10_000);
  expect(await broker.statusOf(id)).toBe('confirming');
  await broker.killAndRestart();
  broker.gateway.receipt = { type: 'receipt', receipt: approved };
  await broker.clock.advance(0);
  expect(await broker.statusOf(id)).toBe('approved');
});

test('a broker killed during a launch gives the launch up, and never repeats it by itself', async () => {
  broker = new TestBroker();
  const id = await broker.created();
  broker.gateway.nextLaunches = [new Promise<LaunchAnswer>(() => undefined)];
  void broker.engine.launch(id, 'popup');
  await settle();
  expect(await broker.statusOf(id)).toBe('launching');
  await broker.killAndRestart();
  await broker.clock.advance(29_000);
  expect(await broker.statusOf(id)).toBe('launching');
  await broker.clock.advance(1_000);
  expect(await broker.statusOf(id)).toBe('created');
  expect(broker.gateway.calls).toEqual(['launch']);
  expect(await broker.engine.launch(id, 'popup')).toMatchObject({ type: 'launched' });
});

test('the look-ups of an expired page survive a restart, and report the late payment', async () => {
  broker = new TestBroker();
  const id = await broker.launched();
  broker.gateway.status = status('expired');
  await broker.clock.advance(60_000);
  expect(await broker.statusOf(id)).toBe('expired');
  await broker.killAndRestart();
  broker.gateway.receipt = { type: 'receipt', receipt: approved };
  await broker.clock.advance(600_000);
  expect(await broker.engine.get(id)).toMatchObject({ status: 'approved', late: true });
  expect(broker.entries).toContainEqual(expect.objectContaining({ type: 'status_changed', to: 'approved', late: true }));
});

test('InstaMed may be away for minutes: the broker asks on, and settles when it is back', async () => {
  broker = new TestBroker();
  const id = await broker.launched();
  broker.gateway.status = timeout;
  await broker.clock.advance(300_000);
  expect(await broker.statusOf(id)).toBe('open');
  broker.gateway.status = status('finished');
  broker.gateway.receipt = timeout;
  await broker.clock.advance(330_000);
  expect(await broker.statusOf(id)).toBe('unresolved');
  broker.gateway.receipt = { type: 'receipt', receipt: approved };
  await broker.clock.advance(3_600_000);
  expect(await broker.engine.get(id)).toMatchObject({ status: 'approved', late: true });
  expect(broker.entries).toContainEqual(expect.objectContaining({ type: 'upstream_unavailable', call: 'readReceipt', reason: 'timeout' }));
});

test('a gateway that breaks its promise and throws loses no effect', async () => {
  broker = new TestBroker();
  const id = await broker.launched();
  const broken = Promise.withResolvers<TokenStatusAnswer>();
  broker.gateway.nextStatuses = [broken.promise];
  await broker.clock.advance(10_000);
  broken.reject(new Error('broken'));
  await settle();
  expect(broker.entries).toContainEqual(expect.objectContaining({ type: 'effect_failed', effect: 'pollToken' }));
  broker.gateway.status = status('finished');
  broker.gateway.receipt = { type: 'receipt', receipt: approved };
  await broker.clock.advance(120_000);
  expect(await broker.statusOf(id)).toBe('approved');
});

test('a store that fails for a while stops nothing for good', async () => {
  let failing = false;
  broker = new TestBroker((store) => failingWhile(store, () => failing));
  const id = await broker.launched();
  failing = true;
  await broker.clock.advance(60_000);
  expect(broker.entries).toContainEqual(expect.objectContaining({ type: 'store_failed' }));
  failing = false;
  broker.gateway.status = status('finished');
  broker.gateway.receipt = { type: 'receipt', receipt: approved };
  await broker.clock.advance(70_000);
  expect(await broker.statusOf(id)).toBe('approved');
});

test('a decision that meets another one is made again on the newer session', async () => {
  broker = new TestBroker();
  const id = await broker.launched();
  const slow = Promise.withResolvers<TokenStatusAnswer>();
  broker.gateway.nextStatuses = [slow.promise];
  await broker.clock.advance(10_000);
  // The poll is in flight; the cancel changes the session under it.
  broker.gateway.nextReceipts = [timeout];
  await broker.engine.cancel(id);
  slow.resolve(status('finished'));
  await settle();
  expect(await broker.statusOf(id)).toBe('confirming');
  broker.gateway.nextReceipts = [noReceipt];
  await broker.clock.advance(2_000);
  expect(await broker.statusOf(id)).toBe('canceled');
});

test('a graceful stop stores what is in flight and takes nothing new', async () => {
  broker = new TestBroker();
  const id = await broker.launched();
  const slow = Promise.withResolvers<TokenStatusAnswer>();
  broker.gateway.nextStatuses = [slow.promise];
  await broker.clock.advance(10_000);
  const ended: string[] = [];
  const stop = broker.engine.stop().then(() => ended.push('stopped'));
  await settle();
  expect(ended).toEqual([]);
  slow.resolve(status('finished'));
  await stop;
  expect(await broker.statusOf(id)).toBe('confirming');
  const calls = broker.gateway.calls.length;
  await broker.clock.advance(600_000);
  expect(broker.gateway.calls).toHaveLength(calls);
});

test('more sessions than can be looked at together are all looked at', { timeout: 30_000 }, async () => {
  broker = new TestBroker();
  const ids = await Promise.all(Array.from({ length: 150 }, () => broker.launched()));
  broker.gateway.status = status('finished');
  broker.gateway.receipt = { type: 'receipt', receipt: approved };
  await broker.clock.advance(10_000);
  const statuses = await Promise.all(ids.map((id) => broker.statusOf(id)));
  expect(new Set(statuses)).toEqual(new Set(['approved']));
});

test('more timers than can be performed together all strike, though none leads to other work', { timeout: 30_000 }, async () => {
  broker = new TestBroker();
  const ids = await Promise.all(Array.from({ length: 150 }, () => broker.created()));
  await broker.clock.advance(24 * 3_600_000);
  const statuses = await Promise.all(ids.map((id) => broker.statusOf(id)));
  expect(new Set(statuses)).toEqual(new Set(['expired']));
});

function failingWhile(store: Store, failing: () => boolean): Store {
  return new Proxy(store, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      if (typeof member !== 'function') return member;
      return (...values: unknown[]): unknown => {
        if (failing()) return Promise.reject(new StoreError('ERR_STORE_UNAVAILABLE'));
        return Reflect.apply(member, target, values) as unknown;
      };
    },
  });
}
