import { writePostingLine } from '@collect-payment/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NoticeFollower } from '../../src/inbound/notice-follower.ts';
import type { Difference } from '../../src/reconcile/finding.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { newSession, TestBroker } from '../engine/broker.ts';
import { receiptOf } from '../session/receipts.ts';
import { status } from '../engine/scripted-gateway.ts';
import { terms } from '../session/terms.ts';

const tenant = { id: terms.tenantId, instamed: { sessionIdField: 5 } } as const;
const transaction = (digit: string): string => digit.repeat(32);

let broker: TestBroker;
let follower: NoticeFollower;

beforeEach(() => {
  broker = new TestBroker();
  follower = new NoticeFollower({ store: broker.store, engine: broker.engine, clock: broker.clock, log: () => undefined });
});

afterEach(async () => {
  await follower.stop();
  await broker.end();
});

/** A session that was paid under this transaction. */
async function paid(transactionId: string): Promise<string> {
  const id = await broker.launched();
  broker.gateway.status = status('finished');
  broker.gateway.receipt = { type: 'receipt', receipt: receiptOf('C', transactionId) };
  await broker.engine.checkNow(id);
  expect(await broker.statusOf(id)).toBe('approved');
  return id;
}

/** A session whose eCheck was sent, and whose answer was lost. */
async function lostCheck(): Promise<string> {
  const holder = { firstName: 'Mary', lastName: 'Smith' };
  const tender = { type: 'check', accountType: 'checking', routingNumber: '021000021', accountNumber: '1234567', holder } as const;
  const result = await broker.engine.pay(newSession, { tender }, { key: 'k', fingerprint: 'f' });
  if (result.type !== 'paid') throw new Error(result.type);
  expect(result.session.status).toBe('unresolved');
  return result.session.terms.id;
}

interface Posted {
  readonly type?: 'CreditCard' | 'eCheck';
  readonly cents?: number;
  readonly code?: string;
  readonly action?: string;
  readonly sessionId?: string;
}

function post(
  transactionId: string,
  { type = 'CreditCard', cents = terms.requestedCents, code = 'C', action = 'AuthCapt', sessionId }: Posted = {},
): string {
  const fields = {
    'Merchant ID': '6011000551245',
    'Store ID': '001',
    'Terminal ID': '002',
    'Payment Transaction Type': type,
    'Payment Transaction Action': action,
    'Transaction ID': transactionId,
    'Transaction Status Code': code,
    AdditionalInfo5: sessionId,
  };
  return writePostingLine({ recordId: 'IMDPA12', cents, at: new Date(broker.clock.nowMs()), fields });
}

async function run(lines: readonly string[], window: { readonly fromMs?: number; readonly beforeMs?: number } = {}) {
  async function* file() {
    yield Buffer.from(`${lines.join('\n')}\n`);
  }
  const told: Difference[] = [];
  const { store, clock } = broker;
  const tell = (difference: Difference) => void told.push(difference);
  const summary = await reconcile({ store, tenant, file: file(), zone: 'Z', nowMs: clock.nowMs(), tell, ...window });
  return { told, summary };
}

const attention = async () => (await broker.store.attention.list({ tenantId: tenant.id, afterPosition: 0, limit: 9 })).items;

describe('reconciliation', () => {
  test('finds that both know the same, and that what is not ours is left alone', async () => {
    await paid(transaction('A'));
    const { told, summary } = await run([
      post(transaction('a'), { code: 'S' }),
      post(transaction('b')),
      post(transaction('d'), { code: 'D' }),
    ]);
    expect(told).toEqual([]);
    expect(summary).toEqual({ records: 3, matched: 1, noMoney: 1, notOurs: 1, repeated: 0, differences: 0 });
  });

  test('tells amounts and statuses that differ, what one side misses, and lines that cannot be read', async () => {
    const [one, two, three] = [await paid(transaction('1')), await paid(transaction('2')), await paid(transaction('3'))];
    const { told, summary } = await run(
      [
        post(transaction('1'), { cents: 12_400 }),
        'IMDPA99|x',
        post(transaction('2'), { code: 'RI' }),
        post(transaction('2'), { code: 'RI' }),
      ],
      { fromMs: 0, beforeMs: broker.clock.nowMs() + 1 },
    );
    expect(told).toEqual([
      { type: 'unreadable', line: 2, code: 'ERR_POSTING_RECORD' },
      { type: 'amount_differs', transactionId: transaction('1'), sessionId: one, ours: '125.00', theirs: '124.00' },
      { type: 'status_differs', transactionId: transaction('2'), sessionId: two, ours: 'captured', theirs: 'RI' },
      { type: 'status_differs', transactionId: transaction('2'), sessionId: two, ours: 'captured', theirs: 'RI' },
      { type: 'missing_there', transactionId: transaction('3'), sessionId: three, ours: '125.00', status: 'captured' },
    ]);
    expect(summary).toMatchObject({ records: 3, repeated: 1, differences: 5 });
  });

  test('hands a payment that its session does not know to the follower of webhooks: a person is told, once, and nothing is settled', async () => {
    const id = await paid(transaction('1'));
    const strange = post(transaction('e'), { sessionId: id });
    expect((await run([post(transaction('1')), strange])).told).toEqual([
      { type: 'missing_here', transactionId: transaction('e'), sessionId: id, theirs: '125.00 C', flagged: true },
    ]);
    await run([strange]);
    follower.start();
    await broker.clock.advance(0);
    expect(await attention()).toMatchObject([{ reason: 'unmatched_posting', sessionId: id, transactionId: transaction('e') }]);
    expect((await broker.store.payments.list({ tenantId: tenant.id, order: 'newest', limit: 9 })).payments).toHaveLength(1);
  });

  test.each([
    ['C', terms.requestedCents, 'approved', ['sale_unresolved'], 1],
    ['S', terms.requestedCents, 'approved', ['sale_unresolved'], 1],
    ['D', terms.requestedCents, 'declined', ['sale_unresolved'], 0],
    ['RI', terms.requestedCents, 'failed', ['sale_unresolved'], 1],
    ['C', terms.requestedCents + 1, 'unresolved', ['sale_unresolved', 'unmatched_posting'], 1],
  ] as const)('settles an eCheck in doubt by its line of %s and %i cents: %s', async (code, cents, settled, reasons, differences) => {
    const id = await lostCheck();
    const line = post(transaction('c'), { type: 'eCheck', code, cents, sessionId: id });
    expect((await run([line])).summary.differences).toBe(differences);
    await run([line]);
    follower.start();
    await broker.clock.advance(0);
    expect(await broker.statusOf(id)).toBe(settled);
    expect((await attention()).map(({ reason }) => reason)).toEqual(reasons);
    expect((await run([line])).summary.matched).toBe(settled === 'approved' ? 1 : 0);
  });

  test('settles no eCheck by the line of a card, or without the session’s id', async () => {
    const id = await lostCheck();
    await run([post(transaction('c'), { sessionId: id }), post(transaction('d'), { type: 'eCheck' })]);
    follower.start();
    await broker.clock.advance(0);
    expect(await broker.statusOf(id)).toBe('unresolved');
    expect((await attention()).map(({ reason }) => reason)).toEqual(['sale_unresolved', 'unmatched_posting']);
  });

  test('takes a session of another tenant’s for none of ours', async () => {
    const id = await paid(transaction('1'));
    const file = (async function* () {
      yield Buffer.from(post(transaction('e'), { sessionId: id }));
    })();
    const other = { ...tenant, id: 'other' };
    const { store, clock } = broker;
    const summary = await reconcile({ store, tenant: other, file, zone: 'Z', nowMs: clock.nowMs(), tell: () => expect.unreachable() });
    expect(summary).toMatchObject({ records: 1, notOurs: 1, differences: 0 });
  });

  test('takes only payments of the file’s own time to be missing there, in its own zone', async () => {
    await paid(transaction('1'));
    await broker.clock.advance(60_000);
    await paid(transaction('2'));
    expect((await run([post(transaction('2'))])).told).toEqual([]);
    expect((await run([post(transaction('2'))], { fromMs: 0 })).told).toMatchObject([{ type: 'missing_there' }]);
  });
});
