import { afterEach, beforeEach, expect, test } from 'vitest';
import { newSession, TestBroker } from '../../test/engine/broker.ts';
import { receiptOf } from '../../test/session/receipts.ts';
import type { PaymentHint } from '../session/session-event.ts';
import type { SaleAnswer } from './gateway.ts';

const holder = { firstName: 'Mary', lastName: 'Smith' };
const tender = { type: 'check', accountType: 'checking', routingNumber: '021000021', accountNumber: '000987654321', holder } as const;
const id = 'a'.repeat(32);
const hint: PaymentHint = { transactionId: id, transactionAction: 'Sale', statusCode: 'C', checkCents: newSession.requestedCents ?? 0 };

let broker: TestBroker;
beforeEach(() => {
  broker = new TestBroker();
});
afterEach(() => broker.end());

const pay = () => broker.engine.pay(newSession, { tender }, { key: 'k', fingerprint: 'f' });
const sales = () => broker.gateway.calls.filter((call) => call.startsWith('sale'));
const looks = () => broker.gateway.calls.filter((call) => call.startsWith('receipt'));
const onlyId = async () => (await broker.store.listChanged(newSession.tenantId, 0, 9)).sessions[0]?.terms.id ?? '';

/** A sale that is under way: its answer is given by calling `answer`. */
async function underWay() {
  const { promise, resolve: answer } = Promise.withResolvers<SaleAnswer>();
  const sent = Promise.withResolvers<void>();
  const sell = broker.gateway.sell.bind(broker.gateway);
  broker.gateway.nextSales = [promise];
  broker.gateway.sell = (...call) => {
    sent.resolve();
    return sell(...call);
  };
  const paying = pay();
  await sent.promise;
  return { paying, answer, id: await onlyId() };
}

test('an eCheck whose answer was lost is unresolved at once, is never sent again, and is looked for nowhere', async () => {
  expect(await pay()).toMatchObject({ type: 'paid', session: { status: 'unresolved' } });
  await broker.clock.advance(3 * 24 * 3_600_000);
  expect(await pay()).toMatchObject({ type: 'paid', replayed: true, session: { status: 'unresolved' } });
  await broker.engine.checkNow(await onlyId());
  expect([sales(), looks()]).toEqual([['sale T1'], []]);
  expect((await broker.store.attention.list({ tenantId: newSession.tenantId, afterPosition: 0, limit: 9 })).items).toHaveLength(1);
});

test('an eCheck that a broker died over is unresolved when any answer must have come, and no sooner, and never sent again', async () => {
  const { id: sessionId } = await underWay();
  await broker.killAndRestart();
  await broker.clock.advance(20_000);
  await broker.engine.checkNow(sessionId);
  expect(await broker.statusOf(sessionId)).toBe('confirming');
  expect(await pay()).toMatchObject({ type: 'paid', session: { status: 'confirming' } });
  await broker.clock.advance(10_000);
  expect(await broker.statusOf(sessionId)).toBe('unresolved');
  expect([sales(), looks()]).toEqual([['sale T1'], []]);
});

test('what InstaMed tells while the answer may still come waits for it', async () => {
  const { paying, answer, id: sessionId } = await underWay();
  expect(await broker.engine.hint(sessionId, hint)).toBe('launching');
  answer({ type: 'sold', receipt: { ...receiptOf('C', id), authorizationNumber: 'A1' } });
  expect(await paying).toMatchObject({ type: 'paid', session: { status: 'approved', late: false } });
  expect(await broker.engine.hint(sessionId, hint)).toBe('looked');
  expect(await broker.engine.get(sessionId)).toMatchObject({ notes: [], found: { receipt: { authorizationNumber: 'A1' } } });
});

test('what InstaMed tells after it was lost settles it', async () => {
  await pay();
  const sessionId = await onlyId();
  expect(await broker.engine.hint(sessionId, hint)).toBe('looked');
  expect(await broker.engine.get(sessionId)).toMatchObject({ status: 'approved', late: true });
  expect(await pay()).toMatchObject({ type: 'paid', replayed: true, session: { status: 'approved' } });
  expect([sales(), looks()]).toEqual([['sale T1'], []]);
});

test('what never left is not sold, and is sold under the same key', async () => {
  broker.gateway.nextSales = [
    { type: 'unavailable', reason: 'unreachable', notSent: true },
    { type: 'sold', receipt: receiptOf('C', id) },
  ];
  expect(await pay()).toEqual({ type: 'sale_refused', unheard: true });
  expect(await pay()).toMatchObject({ type: 'paid', session: { status: 'approved' } });
});

test('nothing of the account stands in the log', async () => {
  await pay();
  expect(JSON.stringify(broker.entries)).toContain('upstream_unavailable');
  expect(JSON.stringify(broker.entries)).not.toMatch(/987654321|021000021|Mary/);
});
