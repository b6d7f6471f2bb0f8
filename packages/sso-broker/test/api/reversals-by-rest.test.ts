import { describe, expect, it } from 'vitest';
import { secrets } from '../support/credentials.ts';
import { paid } from '../support/paid-payment.ts';

const usd = (value: string) => ({ value, currency: 'USD' });
const amount = usd('25.00');
const byRest = { reversalChannel: 'rest' } as const;

describe('by REST', { timeout: 60_000 }, () => {
  it('a card is voided, and its receipt tells so', async () => {
    const { post, reversals, transactionId } = await paid(byRest);
    expect((await post('void')).body.reversal).toMatchObject({ type: 'void', status: 'succeeded', foundBy: 'look_up' });
    expect(reversals()).toMatchObject([{ type: 'void', primaryTransactionId: transactionId }]);
  });

  it('a card is refunded in parts, never beyond what it took', async () => {
    const { post, codeOf, reversals } = await paid(byRest);
    expect((await post('refund', { amount }, 'k1')).body.reversal).toMatchObject({ status: 'succeeded', foundBy: 'answer', amount });
    expect((await post('refund', { amount }, 'k2')).body.payment.refundableAmount).toEqual(usd('75.00'));
    expect(await codeOf('refund', { amount: usd('75.01') }, 'k3')).toBe('ERR_REFUND_TOO_LARGE');
    expect(reversals()).toMatchObject([{ cents: 2_500 }, { cents: 2_500 }]);
  });

  it('what InstaMed refuses by HTTP 400 was not done, and has no response code', async () => {
    const { instamed, post, reversals } = await paid(byRest);
    instamed.switches.set({ refundBeforeTransfer: 'refused' });
    const { reversal } = (await post('refund', { amount })).body;
    expect(reversal).toMatchObject({ status: 'failed', failure: 'declined' });
    expect(reversal).not.toHaveProperty('responseCode');
    expect(reversals()).toEqual([]);
  });

  it('a void that InstaMed declines with HTTP 200 has failed', async () => {
    const { instamed, post } = await paid(byRest);
    instamed.ledger.transferFunds();
    expect((await post('void')).body.reversal).toMatchObject({ status: 'failed', failure: 'declined', responseCode: '012' });
  });

  it.each(['reversal-truncated', 'reversal-duplicate-field'] as const)(
    'a void whose answer is spoiled (%s) is looked up, and sent once',
    async (fault) => {
      const { instamed, post, reversals } = await paid(byRest);
      instamed.faults.arm(fault, { count: 1 });
      expect((await post('void')).body.reversal).toMatchObject({ status: 'succeeded', foundBy: 'look_up' });
      expect(reversals()).toHaveLength(1);
    },
  );

  it.each(['reversal-answer-lost', 'reversal-truncated'] as const)(
    'a refund whose answer is lost (%s) is looked up, and sent once',
    async (fault) => {
      const { instamed, post, reversals } = await paid({ ...byRest, answerTimeoutMs: 2_500 });
      instamed.switches.set({ receiptAfterRefund: 'refund' });
      instamed.faults.arm(fault, { count: 1 });
      expect((await post('refund', { amount })).body.reversal).toMatchObject({ status: 'succeeded', foundBy: 'look_up' });
      expect(reversals()).toHaveLength(1);
    },
  );

  it('an eCheck is voided by SOAP all the same', async () => {
    const { post } = await paid(byRest, { tender: 'check' });
    expect((await post('void')).body.reversal).toMatchObject({ type: 'void', status: 'succeeded', foundBy: 'answer' });
  });

  it('neither key nor secret stands in the log', async () => {
    const { instamed, broker, post } = await paid({ ...byRest, answerTimeoutMs: 2_500 });
    instamed.faults.arm('reversal-answer-lost', { count: 1 });
    await post('refund', { amount });
    const log = broker.log.join('');
    expect(log).toContain('upstream_unavailable');
    for (const secret of [secrets.restKey, secrets.restSecret]) expect(log).not.toContain(secret);
  });
});
