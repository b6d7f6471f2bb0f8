import type { CreatedPayment, ErrorBody } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from './postgres/database.ts';
import { startTestBroker } from './support/broker.ts';
import { startInstaMed } from './support/instamed.ts';

const due = { amount: { value: '125.00', currency: 'USD' }, patient: { id: 'P-1' }, invoice: 'INV-1', tender: { type: 'cash' } };

async function startPair() {
  const instamed = await startInstaMed();
  const { url: databaseUrl } = await createTestDatabase();
  const start = () => startTestBroker(instamed.url, { databaseUrl, duplicateGuard: 'default', intervalMs: 900_000 });
  const brokers = await Promise.all([start(), start()]);
  const payments = () => [...instamed.ledger.launches.values()].flatMap(({ transactions }) => transactions);
  const pay = async (at: number, key: string) => {
    const { client } = brokers[at % brokers.length] ?? brokers[0];
    const headers = { 'idempotency-key': key };
    const { status, body } = await client.call<CreatedPayment & ErrorBody>('/v1/payments', { body: due, headers });
    return status < 300 ? body.session.status : body.error.code;
  };
  return { instamed, pay, payments };
}

describe('two brokers on one database, asked for one sale', { timeout: 120_000 }, () => {
  it('at the same time under one key, make it once', async () => {
    const { pay, payments } = await startPair();
    const answers = await Promise.all(Array.from({ length: 6 }, (_, at) => pay(at, 'k1')));
    const known = new Set(['approved', 'confirming', 'ERR_IDEMPOTENCY_KEY_IN_USE', 'ERR_LAUNCH_IN_PROGRESS']);
    expect(answers.filter((answer) => !known.has(answer))).toEqual([]);
    expect([await pay(0, 'k1'), await pay(1, 'k1')]).toEqual(['approved', 'approved']);
    expect(payments()).toHaveLength(1);
  });

  it('at the same time under many keys, make one of them', async () => {
    const { pay, payments } = await startPair();
    const answers = await Promise.all(Array.from({ length: 6 }, (_, at) => pay(at, `k${at}`)));
    expect(answers.filter((answer) => answer === 'approved')).toHaveLength(1);
    expect(answers.filter((answer) => /^ERR_DUPLICATE_(LIVE|RECENTLY_PAID)$/.test(answer))).toHaveLength(5);
    expect(payments()).toHaveLength(1);
  });

  it('never send again what the other has lost the answer to', async () => {
    const { instamed, pay, payments } = await startPair();
    instamed.faults.arm('sale-truncated', { count: 1 });
    expect([await pay(0, 'k1'), await pay(1, 'k1'), await pay(1, 'k2')]).toEqual(['confirming', 'confirming', 'ERR_DUPLICATE_LIVE']);
    expect(payments()).toHaveLength(1);
  });
});
