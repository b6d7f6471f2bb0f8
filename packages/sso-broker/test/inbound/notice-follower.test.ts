import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LaunchAnswer } from '../../src/engine/gateway.ts';
import type { InboundLogEntry } from '../../src/inbound/inbound-log.ts';
import { NoticeFollower } from '../../src/inbound/notice-follower.ts';
import type { Notice } from '../../src/storage/inbox.ts';
import { TestBroker } from '../engine/broker.ts';
import { settle } from '../engine/fake-clock.ts';
import { status } from '../engine/scripted-gateway.ts';
import { approved } from '../session/receipts.ts';
import { terms } from '../session/terms.ts';

let broker: TestBroker;
let follower: NoticeFollower;
let entries: InboundLogEntry[];

beforeEach(() => {
  broker = new TestBroker();
  entries = [];
  follower = follow();
});

afterEach(async () => {
  await follower.stop();
  await broker.end();
});

function follow(): NoticeFollower {
  const { store, engine, clock } = broker;
  const started = new NoticeFollower({ store, engine, clock, log: (entry) => entries.push(entry) });
  started.start();
  return started;
}

const noticeOf = (some: Partial<Notice>): Notice => ({
  tenantId: terms.tenantId,
  transactionId: approved.transactionId,
  statusCode: 'C',
  transactionAction: 'Sale',
  bodySha256: 'b'.repeat(64),
  receivedAtMs: broker.clock.nowMs(),
  ...some,
});

const payNow = () => {
  broker.gateway.status = status('finished');
  broker.gateway.receipt = { type: 'receipt', receipt: approved };
};

describe('a notice', () => {
  test('makes the broker look at once', async () => {
    const id = await broker.launched();
    payNow();
    await follower.receive(noticeOf({ token: 'T1' }));
    await broker.clock.advance(0);
    expect(await broker.statusOf(id)).toBe('approved');
  });

  test('that is still being followed is handed over when the broker ends', async () => {
    const id = await broker.launched();
    const answer = Promise.withResolvers<ReturnType<typeof status>>();
    broker.gateway.nextStatuses = [answer.promise];
    await follower.receive(noticeOf({ token: 'T1' }));
    await broker.clock.advance(0);
    await follower.handOver();
    const next = follow();
    await broker.clock.advance(0);
    // The first one still waits for InstaMed.
    expect(entries).toMatchObject([{ type: 'notice_followed', sessionId: id }]);
    answer.resolve(status('new'));
    await next.stop();
  });

  test('that comes before the launch’s answer waits for it, and is no orphan', async () => {
    const id = await broker.created();
    const answer = Promise.withResolvers<LaunchAnswer>();
    broker.gateway.nextLaunches = [answer.promise];
    const launch = broker.engine.launch(id, 'popup');
    await settle();
    await follower.receive(noticeOf({ token: 'T9', sessionId: id }));
    await broker.clock.advance(1_000);
    answer.resolve({ type: 'launched', token: 'T9', url: 'https://online.instamed.com/?token=T9' });
    await launch;
    payNow();
    await broker.clock.advance(5_000);
    expect(await broker.engine.get(id)).toMatchObject({ status: 'approved', notes: [] });
    expect(await broker.store.inbox.nextDueAtMs(0)).toBeUndefined();
  });

  test('that was stored when the broker was killed is followed by the next', async () => {
    const id = await broker.launched();
    payNow();
    await follower.stop();
    await follower.receive(noticeOf({ token: 'T1' }));
    await broker.killAndRestart();
    follower = follow();
    await broker.clock.advance(0);
    expect(await broker.statusOf(id)).toBe('approved');
  });

  test('about another tenant’s session, or none of ours, touches nothing', async () => {
    const id = await broker.launched();
    payNow();
    await follower.receive(noticeOf({ tenantId: 'other', token: 'T1', sessionId: id }));
    await follower.receive(noticeOf({ token: 'unknown' }));
    await broker.clock.advance(0);
    expect(await broker.statusOf(id)).toBe('open');
    expect(entries.map(({ type }) => type)).toEqual(['notice_unmatched', 'notice_unmatched']);
    expect(await broker.store.inbox.nextDueAtMs(0)).toBeUndefined();
  });
});

test('a webhook that comes again after its notice was purged, and its session erased, changes nothing that was told', async () => {
  const id = await broker.launched();
  payNow();
  const notice = noticeOf({ token: 'T1' });
  await follower.receive(notice);
  await broker.clock.advance(0);
  const told = await broker.engine.list(terms.tenantId, 0, 9);
  const laterMs = broker.clock.nowMs() + 1;
  expect(await broker.store.retention.remove('followedNotices', laterMs, 9)).toBe(1);
  expect(await broker.store.retention.remove('personalData', laterMs, 9)).toBe(1);
  const calls = broker.gateway.calls.length;

  // The purge and the follower at once, on the row that came back.
  const [outcome] = await Promise.all([follower.receive(notice), broker.store.retention.remove('followedNotices', laterMs, 9)]);
  await broker.clock.advance(0);
  expect(outcome).toBe('new');
  expect(entries.at(-1)).toMatchObject({ type: 'notice_followed', sessionId: id });
  expect(await broker.engine.list(terms.tenantId, told.nextPosition, 9)).toMatchObject({ sessions: [] });
  expect(await broker.engine.get(id)).toMatchObject({ status: 'approved', terms: { patient: 'erased' }, notes: [] });
  expect(broker.gateway.calls).toHaveLength(calls);
});
