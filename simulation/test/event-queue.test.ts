import { expect, test } from 'vitest';
import { EventQueue } from '../src/event-queue.ts';

const never = (): boolean => false;

test('events happen by their time, and in the order of planning at the same time', async () => {
  const queue = new EventQueue(100);
  const happened: string[] = [];
  for (const [name, delayMs] of [
    ['c', 30],
    ['a', 10],
    ['b', 10],
    ['d', 40],
  ] as const) {
    queue.plan(delayMs, () => happened.push(`${name} ${queue.nowMs}`));
  }
  expect(await queue.run(1_000, never)).toBe(4);
  expect(happened).toEqual(['a 110', 'b 110', 'c 130', 'd 140']);
});

test('what an event settles has happened before the next event', async () => {
  const queue = new EventQueue(0);
  const happened: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  void promise
    .then(() => happened.push('one'))
    .then(() => happened.push('two'))
    .then(() => happened.push('three'));
  queue.plan(5, resolve);
  queue.plan(5, () => happened.push('next'));
  await queue.run(1_000, never);
  expect(happened).toEqual(['one', 'two', 'three', 'next']);
});

test('a canceled event does not happen, and a later one waits for its time', async () => {
  const queue = new EventQueue(0);
  const happened: number[] = [];
  const cancel = queue.plan(5, () => happened.push(5));
  queue.plan(6, () => happened.push(6));
  queue.plan(50, () => happened.push(50));
  cancel();
  await queue.run(10, never);
  expect(happened).toEqual([6]);
  await queue.run(100, never);
  expect(happened).toEqual([6, 50]);
});

test('many events in any order come out sorted', async () => {
  const queue = new EventQueue(0);
  const seen: number[] = [];
  for (let at = 0; at < 500; at += 1) queue.plan((at * 7_919) % 1_009, () => seen.push(queue.nowMs));
  await queue.run(10_000, never);
  expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  expect(seen).toHaveLength(500);
});
