import { expect, onTestFinished, test } from 'vitest';
import { TestBroker } from '../../test/engine/broker.ts';
import { status, timeout } from '../../test/engine/scripted-gateway.ts';
import { receiptOf } from '../../test/session/receipts.ts';
import type { ReversalRequest } from './reversal-request.ts';
import type { Commit, Store } from '../storage/store.ts';

const minuteMs = 60_000;
const paidReceipt = { type: 'receipt', receipt: receiptOf('C') } as const;
const voidIt: ReversalRequest = { id: 'rv_1', type: 'void', transactionId: 'a1' };
const refundIt: ReversalRequest = { id: 'rv_1', type: 'refund', transactionId: 'A1', cents: 5_000 };

async function paid(wrap?: (store: Store) => Store) {
  const broker = new TestBroker(wrap);
  onTestFinished(() => broker.end());
  const id = await broker.launched();
  broker.gateway.status = status('finished');
  broker.gateway.receipt = paidReceipt;
  await broker.clock.advance(minuteMs);
  expect(await broker.statusOf(id)).toBe('approved');
  broker.gateway.calls.length = 0;
  const reversals = async () => (await broker.engine.get(id))?.reversals ?? [];
  const calls = () => broker.gateway.calls.filter((call) => /^(?:void|refund)/.test(call));
  return { broker, id, reversals, calls };
}

test('a void is sent at once, in full and once, and its answer comes back with the request', async () => {
  const { broker, id, calls } = await paid();
  expect(await broker.engine.reverse(id, voidIt)).toMatchObject({ type: 'reversal', reversal: { status: 'succeeded', cents: 12_500 } });
  expect(await broker.engine.reverse(id, voidIt)).toMatchObject({ type: 'reversal', reversal: { status: 'succeeded' } });
  expect(calls()).toEqual(['void a1 12500']);
});

test('a refund without an amount is of all that is left, and of nothing when nothing is', async () => {
  const { broker, id, calls } = await paid();
  await broker.engine.reverse(id, refundIt);
  const { cents: _, ...rest } = refundIt;
  await broker.engine.reverse(id, { ...rest, id: 'rv_2' });
  expect(calls()).toEqual(['refund a1 5000', 'refund a1 7500']);
  expect(await broker.engine.reverse(id, { ...rest, id: 'rv_3' })).toEqual({ type: 'refused', reason: 'too_large' });
  expect(await broker.engine.reverse(id, { ...refundIt, cents: 5_001 })).toEqual({ type: 'id_reused' });
});

test('what did not leave is sent again, and only that', async () => {
  const { broker, id, calls, reversals } = await paid();
  broker.gateway.nextReversals = [
    { type: 'unavailable', reason: 'unreachable', notSent: true },
    { type: 'deferred', untilMs: broker.clock.nowMs() + 5_000 },
  ];
  expect(await broker.engine.reverse(id, refundIt)).toMatchObject({ reversal: { status: 'pending' } });
  await broker.clock.advance(minuteMs);
  expect(calls()).toHaveLength(3);
  expect(await reversals()).toMatchObject([{ status: 'succeeded', reversalTransactionId: 'R2' }]);
});

test('a void without an answer is looked up, found, and never sent again', async () => {
  const { broker, id, calls, reversals } = await paid();
  broker.gateway.nextReversals = [timeout];
  expect(await broker.engine.reverse(id, voidIt)).toMatchObject({ reversal: { status: 'unknown' } });
  broker.gateway.receipt = { type: 'receipt', receipt: receiptOf('C', 'a1', { primaryTransactionStatus: 'V' }) };
  await broker.clock.advance(minuteMs);
  expect(await reversals()).toMatchObject([{ status: 'succeeded', foundBy: 'look_up' }]);
  expect(calls()).toHaveLength(1);
});

test('a refund without an answer that no receipt shows goes to a person, and is never sent again', async () => {
  const { broker, id, calls, reversals } = await paid();
  broker.gateway.nextReversals = [timeout];
  await broker.engine.reverse(id, refundIt);
  await broker.clock.advance(120 * minuteMs);
  expect(await reversals()).toMatchObject([{ status: 'unresolved' }]);
  expect(calls()).toHaveLength(1);
  const { items } = await broker.store.attention.list({ tenantId: 'clinic', afterPosition: 0, limit: 9 });
  expect(items).toMatchObject([{ reason: 'reversal_unresolved', transactionId: 'a1' }]);
});

test('a broker that dies before it sends goes on to send; one that dies after it looks up', async () => {
  const { broker, id, calls, reversals } = await paid();
  const endless = Promise.withResolvers<never>();
  broker.gateway.nextReversals = [endless.promise];
  void broker.engine.reverse(id, refundIt);
  await broker.clock.advance(0);
  expect(await reversals()).toMatchObject([{ status: 'sent' }]);
  await broker.killAndRestart();
  await broker.clock.advance(minuteMs);
  expect(await reversals()).toMatchObject([{ status: 'unknown' }]);
  expect(calls()).toHaveLength(1);
});

test('a refund whose sending is not stored is not sent', async () => {
  let refuses = false;
  const { broker, id, calls, reversals } = await paid((store) => {
    const commit = store.commit.bind(store);
    return Object.assign(store, {
      commit: async (decision: Commit) => {
        const sends = decision.to.reversals?.some((reversal) => reversal.status === 'sent') === true;
        if (refuses && sends) throw new Error('refused');
        return commit(decision);
      },
    });
  });
  refuses = true;
  await broker.engine.reverse(id, refundIt);
  expect(await reversals()).toMatchObject([{ status: 'pending' }]);
  expect(calls()).toEqual([]);
  refuses = false;
  await broker.clock.advance(minuteMs);
  expect(await reversals()).toMatchObject([{ status: 'succeeded' }]);
  expect(calls()).toHaveLength(1);
});

test('the log tells how far it came, and no amount', async () => {
  const { broker, id } = await paid();
  await broker.engine.reverse(id, refundIt);
  const told = broker.entries.filter(({ type }) => type === 'reversal_changed');
  expect(told).toMatchObject([{ to: 'pending' }, { to: 'sent' }, { to: 'succeeded', reversal: 'refund', reversalId: 'rv_1' }]);
  expect(JSON.stringify(told)).not.toContain('5000');
});
