import { describe, expect, it } from 'vitest';
import type { BrokerChoices } from '../support/broker-json.ts';
import { openedPage } from '../support/opened-page.ts';
import { paid } from '../support/paid-payment.ts';

const usd = (value: string) => ({ value, currency: 'USD' });
const quarterOfAnHourMs = 15 * 60_000;

const opened = (choices: BrokerChoices = {}) => openedPage('void', choices);

describe('a void by screen', { timeout: 180_000 }, () => {
  it('opens InstaMed’s page for the payment, and counts when the payment’s receipt says so', async () => {
    const { instamed, answer, url, press, ended, read, reversals, transactionId, session } = await opened();
    expect(answer.status).toBe(202);
    expect(answer.body.reversal).toMatchObject({ type: 'void', status: 'unknown', by: 'screen', amount: usd('125.00') });
    expect(await (await fetch(url)).text()).toContain(transactionId);
    const [, { sso, parameters } = { sso: '', parameters: undefined }] = [...instamed.ledger.launches.values()];
    expect(sso).toBe('saml');
    expect(parameters).toMatchObject({ userId: 'clerk-7', additionalInfo: { 5: session.id } });

    expect((await press('void')).status).toBe(200);
    expect(await ended()).toMatchObject({ status: 'succeeded', foundBy: 'look_up', by: 'screen' });
    expect(await read()).toMatchObject({ status: 'voided', reversedAmount: usd('125.00'), refundableAmount: usd('0.00') });
    expect(reversals()).toMatchObject([{ type: 'void', primaryTransactionId: transactionId }]);
  });

  it.each(['transactionID', 'primaryTransactionID'] as const)(
    'names the payment as %s, in the RelayState or in a field',
    async (parameter) => {
      for (const carriedBy of ['relayState', 'field'] as const) {
        const { instamed, transactionId } = await opened({ voidScreen: { parameter, carriedBy } });
        const launch = [...instamed.ledger.launches.values()][1];
        expect(launch).toMatchObject({ screen: 'void', about: transactionId });
        expect(launch?.parameters.relayState.includes(`?${parameter}=${transactionId}`)).toBe(carriedBy === 'relayState');
      }
    },
  );

  it('stands alone while its page is open: nothing else takes the money back beside it', async () => {
    const { post, codeOf, press, ended, reversals } = await opened();
    expect(await codeOf('void', {}, 'k2')).toBe('ERR_REVERSAL_IN_PROGRESS');
    expect(await codeOf('void', { by: 'screen' }, 'k3')).toBe('ERR_REVERSAL_IN_PROGRESS');
    expect(await codeOf('refund', { amount: usd('1.00') }, 'k4')).toBe('ERR_REVERSAL_IN_PROGRESS');
    await press('void');
    await ended();
    expect(await codeOf('refund', { amount: usd('1.00') }, 'k5')).toBe('ERR_PAYMENT_VOIDED');
    expect((await post('void', { by: 'screen', requestedBy: 'clerk-7' })).body.reversal.status).toBe('unknown');
    expect(reversals()).toHaveLength(1);
  });

  it('is not opened beside a refund', async () => {
    const { post, codeOf, instamed } = await paid();
    await post('refund', { amount: usd('1.00') });
    expect(await codeOf('void', { by: 'screen' }, 'k2')).toBe('ERR_PAYMENT_REFUNDED');
    expect([...instamed.ledger.launches.values()]).toHaveLength(1);
  });

  it('whose page ends unused has failed for certain, and the payment is free again', async () => {
    const { instamed, press, ended, post, read } = await opened();
    await press('cancel');
    expect((await read()).reversals).toMatchObject([{ status: 'unknown' }]);
    instamed.clock.advance(quarterOfAnHourMs);
    expect(await ended()).toMatchObject({ status: 'failed', failure: 'not_carried_out' });
    expect((await post('refund', {}, 'k2')).body.reversal.status).toBe('succeeded');
  });

  it('that comes too late is refused on the page, and fails when its page has ended', async () => {
    const { instamed, press, ended, reversals } = await opened();
    instamed.ledger.transferFunds();
    expect((await press('void')).status).toBe(422);
    instamed.clock.advance(quarterOfAnHourMs);
    expect(await ended()).toMatchObject({ status: 'failed', failure: 'not_carried_out' });
    expect(reversals()).toEqual([]);
  });

  it.each(['sso-500', 'sso-no-header'] as const)('whose page nobody got is over at once, and was never sent: %s', async (fault) => {
    const { instamed, post } = await paid();
    instamed.faults.arm(fault, { count: 1 });
    const { status, body } = await post('void', { by: 'screen' });
    expect(status).toBe(201);
    expect(body.reversal).toMatchObject({ status: 'failed', failure: 'never_sent' });
    expect(body.screen).toBeUndefined();
    expect((await post('void', {}, 'k2')).body.reversal.status).toBe('succeeded');
  });

  it('is opened once for its key: asked again, it is the same page', async () => {
    const { instamed, answer, post } = await opened();
    const again = await post('void', { by: 'screen', requestedBy: 'clerk-7' });
    expect(again.body).toEqual(answer.body);
    expect([...instamed.ledger.launches.values()]).toHaveLength(2);
  });

  it('tells its address to whoever opened it, and to nobody else', async () => {
    const { client, path, url } = await opened();
    const token = url.searchParams.get('token') ?? '';
    for (const place of [path, '/v1/payments', '/v1/payment-sessions?changedSince=0', '/v1/webhook-deliveries'])
      expect(JSON.stringify((await client.call(place)).body)).not.toContain(token);
  });
});
