import type { ErrorBody, ReversedPayment } from '@collect-payment/contract';
import { describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from './postgres/database.ts';
import { startTestBroker } from './support/broker.ts';
import { onScreen, startInstaMed } from './support/instamed.ts';

type Answer = ReversedPayment | ErrorBody;

const codeOf = (answer: Answer): string | undefined => ('error' in answer ? answer.error.code : undefined);
/** Begun: what the one broker has stored the other may be about to send. */
const isBegun = (answer: Answer): boolean => 'reversal' in answer && answer.reversal.status !== 'failed';

const patience = { timeout: 30_000 };

async function startPair(reversals: object = {}) {
  const instamed = await startInstaMed();
  const { url: databaseUrl } = await createTestDatabase();
  const choices = { databaseUrl, reversals };
  const one = await startTestBroker(instamed.url, choices);
  const two = await startTestBroker(instamed.url, choices);
  const pay = async (): Promise<string> => {
    const session = await one.client.create();
    const events = await one.client.follow(session);
    await onScreen(instamed, await one.client.launch(session), 'pay');
    const { outcome } = await events.until('approved');
    await events.close();
    return outcome?.transactionId ?? '';
  };
  /** As a host does it: told that nothing could be stored, it asks again under the same key. */
  const post = async (at: number, transactionId: string, what: string, value?: string, by?: 'screen'): Promise<Answer> => {
    const { client } = at % 2 === 0 ? one : two;
    const body = { ...(value !== undefined && { amount: { value, currency: 'USD' } }), ...(by && { by }) };
    for (;;) {
      const answer = await client.call<Answer>(`/v1/payments/${transactionId}/${what}`, { body, headers: { 'idempotency-key': `k${at}` } });
      if (answer.status !== 503 && codeOf(answer.body) !== 'ERR_IDEMPOTENCY_KEY_IN_USE') return answer.body;
    }
  };
  return { instamed, pay, post };
}

describe('two brokers on one database', { timeout: 120_000 }, () => {
  it('refund no more than was paid, whatever comes to them at once', async () => {
    const { instamed, pay, post } = await startPair();
    const transactionId = await pay();
    const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => post(at, transactionId, 'refund', '30.00')));
    expect(answers.filter(isBegun)).toHaveLength(4);
    expect(answers.flatMap((answer) => codeOf(answer) ?? [])).toEqual(Array(4).fill('ERR_REFUND_TOO_LARGE'));
    await vi.waitFor(() => expect(instamed.ledger.reversals.map(({ cents }) => cents)).toEqual([3_000, 3_000, 3_000, 3_000]), patience);
  });

  it('void beside a refund: one of them is begun', async () => {
    const { instamed, pay, post } = await startPair();
    const transactionId = await pay();
    const answers = await Promise.all([post(0, transactionId, 'void'), post(1, transactionId, 'refund', '30.00')]);
    expect(answers.filter(isBegun)).toHaveLength(1);
    await vi.waitFor(() => expect(instamed.ledger.reversals).toHaveLength(1), patience);
  });

  it('void by screen beside refunds, and refund by screen beside them: what is begun never comes to more than was paid', async () => {
    const { instamed, pay, post } = await startPair();
    for (const [what, value] of [['void'], ['refund', '125.00']] as const) {
      const transactionId = await pay();
      const answers = await Promise.all([
        post(0, transactionId, what, value, 'screen'),
        ...[1, 2, 3].map((at) => post(at, transactionId, 'refund', '50.00')),
      ]);
      const begun = answers.filter(isBegun);
      const [page] = answers.flatMap((answer) => ('screen' in answer && answer.screen !== undefined ? [new URL(answer.screen.url)] : []));
      // Either the page, alone, or two refunds of the three.
      expect(begun).toHaveLength(page === undefined ? 2 : 1);
      const body = new URLSearchParams({ token: page?.searchParams.get('token') ?? '', action: what });
      if (page !== undefined) await fetch(page.origin + page.pathname, { method: 'POST', body });
      const taken = () => instamed.ledger.reversalsOf(transactionId).map(({ cents }) => cents);
      await vi.waitFor(() => expect(taken()).toEqual(page === undefined ? [5_000, 5_000] : [12_500]), patience);
    }
  });

  it('keep to the day’s ceiling together, over many payments', async () => {
    const { instamed, pay, post } = await startPair({ dailyCeiling: '250.00' });
    const payments = [await pay(), await pay(), await pay(), await pay()];
    const answers = await Promise.all(payments.map((transactionId, at) => post(at, transactionId, 'void')));
    expect(answers.filter(isBegun)).toHaveLength(2);
    expect(answers.flatMap((answer) => codeOf(answer) ?? [])).toEqual(Array(2).fill('ERR_DAILY_CEILING'));
    await vi.waitFor(() => expect(instamed.ledger.reversals).toHaveLength(2), patience);
  });
});
