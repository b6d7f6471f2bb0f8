import { expect, onTestFinished, test } from 'vitest';
import { TestBroker } from '../../test/engine/broker.ts';
import { noReceipt, status, timeout } from '../../test/engine/scripted-gateway.ts';
import { receiptOf } from '../../test/session/receipts.ts';
import type { ReversalRequest } from './reversal-request.ts';

const minuteMs = 60_000;
const voidIt: ReversalRequest = { id: 'rv_1', type: 'void', transactionId: 'a1', by: 'screen' };
const refundIt: ReversalRequest = { id: 'rv_1', type: 'refund', transactionId: 'a1', cents: 5_000, by: 'screen' };
const opened = { type: 'opened', token: 'P1', url: 'https://online.instamed.com/?token=P1' } as const;
const standing = { type: 'receipt', receipt: receiptOf('C') } as const;
const voided = { type: 'receipt', receipt: receiptOf('V') } as const;
const refunded = { type: 'receipt', receipt: receiptOf('C', 'b2', { primaryTransactionId: 'a1' }) } as const;

async function paid() {
  const broker = new TestBroker();
  onTestFinished(() => broker.end());
  const id = await broker.launched();
  broker.gateway.status = status('finished');
  broker.gateway.receipt = standing;
  await broker.clock.advance(minuteMs);
  broker.gateway.status = status('new');
  broker.gateway.calls.length = 0;
  const reversals = async () => (await broker.engine.get(id))?.reversals ?? [];
  return { broker, gateway: broker.gateway, id, reversals };
}

test.each([
  ['void', voidIt, voided],
  ['refund', refundIt, refunded],
] as const)('a broker that is killed while the page is open finds what was made on it: a %s', async (what, request, receipt) => {
  const { broker, gateway, id, reversals } = await paid();
  gateway.nextReversals = [opened];
  await broker.engine.reverse(id, request);
  await broker.killAndRestart();
  gateway.status = status('finished');
  gateway.receipt = receipt;
  await broker.clock.advance(minuteMs);
  expect(await reversals()).toMatchObject([{ status: 'succeeded', foundBy: 'look_up' }]);
  expect(gateway.calls.filter((call) => call.startsWith(what))).toHaveLength(1);
});

test.each([
  ['void', voidIt],
  ['refund', refundIt],
] as const)('a broker that dies in the sign-on has opened nothing that anybody could use: a %s', async (what, request) => {
  const { broker, gateway, id, reversals } = await paid();
  gateway.nextReversals = [Promise.withResolvers<never>().promise];
  void broker.engine.reverse(id, request);
  await broker.clock.advance(0);
  expect(await reversals()).toMatchObject([{ status: 'sent' }]);
  await broker.killAndRestart();
  await broker.clock.advance(minuteMs);
  expect(await reversals()).toMatchObject([{ status: 'failed', failure: 'never_sent' }]);
  expect(gateway.calls.filter((call) => call.startsWith(what))).toHaveLength(1);
});

test('the page’s token is asked for first, then the receipt on it, and the payment’s last', async () => {
  const { broker, gateway, id, reversals } = await paid();
  gateway.nextReversals = [opened];
  await broker.engine.reverse(id, refundIt);
  gateway.calls.length = 0;
  gateway.nextStatuses = [status('new'), timeout, status('expired')];
  gateway.nextReceipts = [noReceipt, standing];
  await broker.clock.advance(minuteMs);
  expect(gateway.calls).toEqual(['status P1', 'status P1', 'status P1', 'receipt P1', 'receipt T1']);
  expect(await reversals()).toMatchObject([{ status: 'failed', failure: 'not_carried_out' }]);
});

test('a refund on a page that nobody can tell of goes to a person, and is never signed on to again', async () => {
  const { broker, gateway, id, reversals } = await paid();
  gateway.nextReversals = [opened];
  await broker.engine.reverse(id, refundIt);
  gateway.status = status('finished');
  gateway.receipt = noReceipt;
  await broker.clock.advance(120 * minuteMs);
  expect(await reversals()).toMatchObject([{ status: 'unresolved' }]);
  expect(gateway.calls.filter((call) => call.startsWith('refund'))).toEqual(['refund a1 5000']);
});
