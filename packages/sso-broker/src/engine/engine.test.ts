import { afterEach, beforeEach, expect, test } from 'vitest';
import { newSession, TestBroker } from '../../test/engine/broker.ts';
import { settle } from '../../test/engine/fake-clock.ts';
import { noReceipt, status, timeout } from '../../test/engine/scripted-gateway.ts';
import { approved } from '../../test/session/receipts.ts';
import type { PaymentSession } from '../session/session.ts';
import type { LaunchAnswer } from './gateway.ts';

let broker: TestBroker;

beforeEach(() => {
  broker = new TestBroker();
});

afterEach(() => broker.end());

test('a session is launched, polled, confirmed and approved, and its listeners see each change in order', async () => {
  const id = await broker.created();
  const seen: PaymentSession[] = [];
  broker.engine.subscribe(id, (session) => seen.push(session));
  broker.gateway.nextStatuses = [status('new'), status('new'), status('finished')];
  broker.gateway.nextReceipts = [noReceipt, { type: 'receipt', receipt: approved }];

  expect(await broker.engine.launch(id, 'popup')).toMatchObject({ type: 'launched', reused: false, display: 'popup' });
  await broker.clock.advance(60_000);

  expect(seen.map((session) => session.status)).toEqual(['launching', 'open', 'confirming', 'approved']);
  expect(seen.map((session) => session.sequence)).toEqual([2, 3, 4, 5]);
  expect(broker.gateway.calls).toEqual(['launch', 'status T1', 'status T1', 'status T1', 'receipt T1', 'receipt T1']);
  expect(await broker.engine.get(id)).toEqual(seen.at(-1));
});

test('a settled session is asked about no more', async () => {
  const id = await broker.launched();
  broker.gateway.status = status('finished');
  broker.gateway.receipt = { type: 'receipt', receipt: approved };
  await broker.clock.advance(60_000);
  const calls = broker.gateway.calls.length;
  await broker.clock.advance(48 * 3_600_000);
  expect(broker.gateway.calls).toHaveLength(calls);
  expect(await broker.statusOf(id)).toBe('approved');
});

test('a live launch is given again, without another sign-on', async () => {
  const id = await broker.created();
  const first = await broker.engine.launch(id, 'popup');
  expect(await broker.engine.launch(id, 'embedded')).toEqual({ ...first, reused: true, opening: expect.any(Number) });
  expect(broker.gateway.calls).toEqual(['launch']);
});

test('whoever launches last has the page, and everybody who follows the session is told', async () => {
  const id = await broker.created();
  const seen: unknown[] = [];
  const first = await launchedPage(id);
  broker.engine.subscribe(id, (session) => seen.push('opening' in session && session.opening));
  const second = await launchedPage(id);
  const both = await Promise.all([launchedPage(id), launchedPage(id)]);
  const openings = [first, second, ...both].map(({ opening }) => opening);
  expect(new Set(openings).size).toBe(4);
  expect(first.opening).toBeLessThan(second.opening);
  expect(seen).toEqual(openings.slice(1).toSorted((one, other) => one - other));
  expect(await broker.engine.get(id)).toMatchObject({ status: 'open', opening: Math.max(...openings) });
  expect(broker.gateway.calls).toEqual(['launch']);
});

test('a live launch makes way for a new one, once, when it is named by its end', async () => {
  const id = await broker.created();
  const first = await launchedPage(id);
  await broker.clock.advance(60_000);
  const second = await launchedPage(id, first.tokenExpiresAtMs);
  expect(second).toMatchObject({ reused: false, tokenExpiresAtMs: first.tokenExpiresAtMs + 60_000 });
  expect(await launchedPage(id, first.tokenExpiresAtMs)).toEqual({ ...second, reused: true, opening: expect.any(Number) });
  expect(broker.gateway.calls.filter((call) => call === 'launch')).toHaveLength(2);
});

test('a live launch that was paid on makes way for none', async () => {
  const id = await broker.created();
  const { tokenExpiresAtMs } = await launchedPage(id);
  broker.gateway.receipt = { type: 'receipt', receipt: approved };
  broker.gateway.status = status('finished');
  expect(await broker.engine.launch(id, 'popup', undefined, tokenExpiresAtMs)).toMatchObject({ type: 'conflict' });
  await broker.clock.advance(0);
  expect(await broker.statusOf(id)).toBe('approved');
});

async function launchedPage(id: string, insteadOfMs?: number) {
  const result = await broker.engine.launch(id, 'popup', undefined, insteadOfMs);
  if (result.type !== 'launched') throw new Error(result.type);
  return result;
}

test('of two launches at once one signs on, and the other is told to wait', async () => {
  const id = await broker.created();
  const results = await Promise.all([broker.engine.launch(id, 'popup'), broker.engine.launch(id, 'popup')]);
  expect(results.map((result) => (result.type === 'conflict' ? result.reason : result.type)).toSorted()).toEqual(['launched', 'launching']);
  expect(broker.gateway.calls).toEqual(['launch']);
});

test.each([
  ['refused', { type: 'refused', respCode: 401, respMessage: 'no' } as const],
  ['unavailable', timeout],
])('a launch that was %s leaves the session as it was, to be launched again', async (_, answer) => {
  const id = await broker.created();
  broker.gateway.nextLaunches = [answer];
  expect(await broker.engine.launch(id, 'popup')).toEqual(answer);
  expect(await broker.statusOf(id)).toBe('created');
  expect(await broker.engine.launch(id, 'popup')).toMatchObject({ type: 'launched' });
});

test('a launch that is answered only after it was given up gives no page to the browser', async () => {
  const id = await broker.created();
  const { promise, resolve } = Promise.withResolvers<LaunchAnswer>();
  broker.gateway.nextLaunches = [promise];
  const launch = broker.engine.launch(id, 'popup');
  await broker.clock.advance(31_000);
  expect(await broker.statusOf(id)).toBe('created');
  resolve({ type: 'launched', token: 'T9', url: 'https://online.instamed.com/?token=T9' });
  expect(await launch).toEqual(timeout);
  expect(broker.entries).toMatchObject([{ to: 'launching' }, { to: 'created' }, { type: 'noted', note: { code: 'launch_lost' } }]);
});

test('a launch that is answered only after another one opened gives its page to nobody', async () => {
  const id = await broker.created();
  const { promise, resolve } = Promise.withResolvers<LaunchAnswer>();
  broker.gateway.nextLaunches = [promise];
  const lost = broker.engine.launch(id, 'popup');
  await broker.clock.advance(31_000);
  const second = await broker.engine.launch(id, 'popup');
  resolve({ type: 'launched', token: 'T9', url: 'https://online.instamed.com/?token=T9' });
  expect(await lost).toEqual(timeout);
  expect(await broker.engine.launch(id, 'popup')).toEqual({ ...second, reused: true, opening: expect.any(Number) });
});

test('a settled session, an unknown one and one past its life are not launched', async () => {
  const canceled = await broker.created();
  await broker.engine.cancel(canceled);
  expect(await broker.engine.launch(canceled, 'popup')).toMatchObject({ type: 'conflict', reason: 'settled' });
  expect(await broker.engine.launch('ps_unknown', 'popup')).toEqual({ type: 'not_found' });
  const late = await broker.created();
  await broker.clock.advance(24 * 3_600_000);
  expect(await broker.statusOf(late)).toBe('expired');
  expect(await broker.engine.launch(late, 'popup')).toMatchObject({ type: 'conflict', reason: 'session_expired' });
  expect(broker.gateway.calls).toEqual([]);
});

test('canceling an open page answers with what the look-up found', async () => {
  const unpaid = await broker.launched();
  expect(await broker.engine.cancel(unpaid)).toMatchObject({ session: { status: 'canceled' } });
  const paid = await broker.launched();
  broker.gateway.nextReceipts = [{ type: 'receipt', receipt: approved }];
  expect(await broker.engine.cancel(paid)).toMatchObject({ session: { status: 'approved' } });
  const doubtful = await broker.launched();
  broker.gateway.nextReceipts = [timeout];
  expect(await broker.engine.cancel(doubtful)).toMatchObject({ session: { status: 'confirming' } });
  await broker.clock.advance(2_000);
  expect(await broker.statusOf(doubtful)).toBe('canceled');
});

test('a cancel during a launch is refused for the moment', async () => {
  const id = await broker.created();
  const { promise, resolve } = Promise.withResolvers<LaunchAnswer>();
  broker.gateway.nextLaunches = [promise];
  const launch = broker.engine.launch(id, 'popup');
  await settle();
  expect(await broker.engine.cancel(id)).toMatchObject({ type: 'conflict', reason: 'launching', session: { status: 'launching' } });
  resolve(timeout);
  await launch;
  expect(await broker.engine.cancel(id)).toMatchObject({ session: { status: 'canceled' } });
});

test('a check looks at once, follows a finished token to its receipt, and answers with the outcome', async () => {
  const id = await broker.launched();
  broker.gateway.status = status('finished');
  broker.gateway.receipt = { type: 'receipt', receipt: approved };
  expect(await broker.engine.checkNow(id)).toMatchObject({ status: 'approved' });
  expect(broker.gateway.calls).toEqual(['launch', 'status T1', 'receipt T1']);
});

test('checks make at most one extra look in 2 s', async () => {
  const id = await broker.launched();
  await broker.engine.checkNow(id);
  await broker.engine.checkNow(id);
  expect(broker.gateway.calls).toEqual(['launch', 'status T1']);
  await broker.clock.advance(2_000);
  await broker.engine.checkNow(id);
  expect(broker.gateway.calls.filter((call) => call === 'status T1').length).toBeGreaterThanOrEqual(2);
  expect(await broker.engine.checkNow('ps_unknown')).toBeUndefined();
});

test('a repeated create gives the session as first made, another body under its key is refused', async () => {
  const key = { key: 'k', fingerprint: 'one' };
  const first = await broker.engine.create(newSession, key);
  const { session } = first as Extract<typeof first, { session: PaymentSession }>;
  await broker.engine.launch(session.terms.id, 'popup');
  expect(await broker.engine.create(newSession, key)).toEqual({ type: 'replayed', session });
  expect(await broker.engine.create(newSession, { key: 'k', fingerprint: 'two' })).toEqual({ type: 'key_reused' });
  expect((await broker.engine.list('clinic', 0, 9)).sessions).toHaveLength(1);
});

test('session ids are long, plain and all different', async () => {
  const ids = await Promise.all([broker.created(), broker.created(), broker.created()]);
  for (const id of ids) expect(id).toMatch(/^ps_[0-9A-Za-z]{22}$/);
  expect(new Set(ids).size).toBe(3);
});

test('a listener hears of its own session only, and of nothing once it has gone', async () => {
  const [mine, other] = [await broker.created(), await broker.created()];
  const heard: string[] = [];
  const leave = broker.engine.subscribe(mine, (session) => heard.push(session.status));
  await broker.engine.cancel(other);
  await broker.engine.launch(mine, 'popup');
  leave();
  await broker.engine.cancel(mine);
  expect(heard).toEqual(['launching', 'open']);
});
