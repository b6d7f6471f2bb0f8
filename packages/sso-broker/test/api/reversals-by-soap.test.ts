import { describe, expect, it } from 'vitest';
import { paid } from '../support/paid-payment.ts';

const usd = (value: string) => ({ value, currency: 'USD' });
const amount = usd('25.00');

describe.each(['1.1', '1.2'] as const)('by SOAP %s', { timeout: 60_000 }, (soapVersion) => {
  const bySoap = { reversalChannel: 'soap', soapVersion } as const;

  it('a card is voided', async () => {
    const { post, reversals, transactionId } = await paid(bySoap);
    expect((await post('void')).body.reversal).toMatchObject({ type: 'void', status: 'succeeded' });
    expect(reversals()).toMatchObject([{ type: 'void', primaryTransactionId: transactionId }]);
  });

  it('a card is refunded in parts, never beyond what it took', async () => {
    const { post, codeOf, reversals } = await paid(bySoap);
    expect((await post('refund', { amount }, 'k1')).body.reversal).toMatchObject({ status: 'succeeded', amount });
    expect((await post('refund', { amount }, 'k2')).body.payment.refundableAmount).toEqual(usd('75.00'));
    expect(await codeOf('refund', { amount: usd('75.01') }, 'k3')).toBe('ERR_REFUND_TOO_LARGE');
    expect(reversals()).toMatchObject([{ cents: 2_500 }, { cents: 2_500 }]);
  });

  it('a void that a funds transfer has beaten has failed', async () => {
    const { instamed, post } = await paid(bySoap);
    instamed.switches.set({ transferredStatus: 'S' });
    instamed.ledger.transferFunds();
    expect((await post('void')).body.reversal).toMatchObject({ status: 'failed', failure: 'funds_transferred' });
  });

  it.each(['reversal-truncated', 'reversal-duplicate-field'] as const)(
    'a void whose answer is spoiled (%s) is looked up, and sent once',
    async (fault) => {
      const { instamed, post, reversals } = await paid(bySoap);
      instamed.faults.arm(fault, { count: 1 });
      expect((await post('void')).body.reversal).toMatchObject({ status: 'succeeded', foundBy: 'look_up' });
      expect(reversals()).toHaveLength(1);
    },
  );
});

describe('an eCheck', { timeout: 60_000 }, () => {
  it('is voided by SOAP, whatever the channel of cards is', async () => {
    const { post, read, reversals, transactionId } = await paid({ reversalChannel: 'nvp' }, { tender: 'check' });
    expect((await post('void')).body.reversal).toMatchObject({ type: 'void', status: 'succeeded', amount: usd('125.00') });
    expect(await read()).toMatchObject({ reversedAmount: usd('125.00'), refundableAmount: usd('0.00') });
    expect(reversals()).toMatchObject([{ type: 'void', primaryTransactionId: transactionId }]);
  });

  it('is not refunded', async () => {
    const { codeOf, reversals } = await paid({}, { tender: 'check' });
    expect(await codeOf('refund', { amount })).toBe('ERR_PAYMENT_NOT_CARD');
    expect(reversals()).toEqual([]);
  });
});
