import type { ErrorBody, ReversedPayment } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from './postgres/database.ts';
import { startTestBroker } from './support/broker.ts';
import { onScreen, startInstaMed } from './support/instamed.ts';

type Answer = ReversedPayment & ErrorBody;

async function startPair(reversals: object = {}) {
  const instamed = await startInstaMed();
  const { url: databaseUrl } = await createTestDatabase();
  const choices = { databaseUrl, reversals };
  const [one, two] = await Promise.all([startTestBroker(instamed.url, choices), startTestBroker(instamed.url, choices)]);
  const pay = async (): Promise<string> => {
    const session = await one.client.create();
    const events = await one.client.follow(session);
    await onScreen(instamed, await one.client.launch(session), 'pay');
    const { outcome } = await events.until('approved');
    await events.close();
    return outcome?.transactionId ?? '';
  };
  const post = (at: number, transactionId: string, what: string, value?: string) => {
    const { client } = at % 2 === 0 ? one : two;
    const body = value === undefined ? {} : { amount: { value, currency: 'USD' } };
    return client.call<Answer>(`/v1/payments/${transactionId}/${what}`, { body, headers: { 'idempotency-key': `k${at}` } });
  };
  return { instamed, pay, post };
}

describe('two brokers on one database', { timeout: 60_000 }, () => {
  it('refund no more than was paid, whatever comes to them at once', async () => {
    const { instamed, pay, post } = await startPair();
    const transactionId = await pay();
    const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => post(at, transactionId, 'refund', '30.00')));
    const taken = answers.filter(({ body }) => 'reversal' in body && body.reversal.status === 'succeeded');
    expect(taken).toHaveLength(4);
    expect(answers.filter(({ body }) => 'error' in body).map(({ body }) => body.error.code)).toEqual(Array(4).fill('ERR_REFUND_TOO_LARGE'));
    expect(instamed.ledger.reversals.map(({ cents }) => cents)).toEqual([3_000, 3_000, 3_000, 3_000]);
  });

  it('void beside a refund: one of them is begun', async () => {
    const { instamed, pay, post } = await startPair();
    const transactionId = await pay();
    const answers = await Promise.all([post(0, transactionId, 'void'), post(1, transactionId, 'refund', '30.00')]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(instamed.ledger.reversals).toHaveLength(1);
  });

  it('keep to the day’s ceiling together, over many payments', async () => {
    const { instamed, pay, post } = await startPair({ dailyCeiling: '250.00' });
    const payments = [await pay(), await pay(), await pay(), await pay()];
    const answers = await Promise.all(payments.map((transactionId, at) => post(at, transactionId, 'void')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(answers.filter(({ body }) => 'error' in body && body.error.code === 'ERR_DAILY_CEILING')).toHaveLength(2);
    expect(instamed.ledger.reversals).toHaveLength(2);
  });
});
