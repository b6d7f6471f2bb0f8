import type { AttentionList } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import type { BrokerChoices } from '../support/broker-json.ts';
import { basicInbound, connectWebhooks, notification, post as postWebhook } from '../support/inbound.ts';
import { openedPage } from '../support/opened-page.ts';
import { paid } from '../support/paid-payment.ts';

const usd = (value: string) => ({ value, currency: 'USD' });
const quarterOfAnHourMs = 15 * 60_000;
const asked = { amount: usd('50.00') };
const opened = (choices: BrokerChoices = {}) => openedPage('refund', choices);

describe('a refund by screen', { timeout: 180_000 }, () => {
  it('opens InstaMed’s page for the payment and the amount, and counts when a receipt by the page’s token tells of it', async () => {
    const { instamed, answer, url, press, ended, read, reversals, transactionId, session } = await opened();
    expect(answer.status).toBe(202);
    expect(answer.body.reversal).toMatchObject({ type: 'refund', status: 'unknown', by: 'screen', amount: usd('50.00') });
    expect(answer.body.payment).toMatchObject({ refundableAmount: usd('75.00'), reversedAmount: usd('0.00') });
    const page = await (await fetch(url)).text();
    expect(page).toContain(transactionId);
    expect(page).toContain('Refund $50.00');
    expect([...instamed.ledger.launches.values()][1]).toMatchObject({
      sso: 'saml',
      screen: 'refund',
      about: transactionId,
      parameters: { userId: 'clerk-7', requestedCents: 5_000, isReadOnly: true, additionalInfo: { 5: session.id } },
    });

    expect((await press('refund')).status).toBe(200);
    const [made] = reversals();
    expect(made).toMatchObject({ type: 'refund', primaryTransactionId: transactionId, cents: 5_000 });
    expect(await ended()).toMatchObject({ status: 'succeeded', foundBy: 'look_up', transactionId: made?.transactionId });
    expect(await read()).toMatchObject({ status: 'partially_refunded', reversedAmount: usd('50.00'), refundableAmount: usd('75.00') });
  });

  it.each(['transactionID', 'primaryTransactionID'] as const)(
    'names the payment as %s, in the RelayState or in a field, as the void does unless told otherwise',
    async (parameter) => {
      for (const carriedBy of ['relayState', 'field'] as const) {
        const choices = carriedBy === 'field' ? { voidScreen: { parameter, carriedBy } } : { refundScreen: { parameter } };
        const { instamed, transactionId } = await opened(choices);
        const launch = [...instamed.ledger.launches.values()][1];
        expect(launch).toMatchObject({ screen: 'refund', about: transactionId });
        expect(launch?.parameters.relayState.includes(`?${parameter}=${transactionId}`)).toBe(carriedBy === 'relayState');
      }
    },
  );

  it('is alone while its page is open, and its amount counts from before the sign-on', async () => {
    const { codeOf, post, press, ended, reversals } = await opened();
    expect(await codeOf('void', {}, 'k2')).toBe('ERR_REVERSAL_IN_PROGRESS');
    expect(await codeOf('refund', { amount: usd('1.00') }, 'k3')).toBe('ERR_REVERSAL_IN_PROGRESS');
    expect(await codeOf('refund', { by: 'screen', amount: usd('1.00') }, 'k4')).toBe('ERR_REVERSAL_IN_PROGRESS');
    await press('refund');
    await ended();
    expect(await codeOf('refund', { amount: usd('75.01') }, 'k5')).toBe('ERR_REFUND_TOO_LARGE');
    expect((await post('refund', { amount: usd('75.00') }, 'k6')).body.reversal.status).toBe('succeeded');
    expect(reversals()).toHaveLength(2);
  });

  it('keeps to the ceiling of the day and to two people, as every refund does', async () => {
    const limits = { dailyCeiling: '60.00', secondApproverAbove: '40.00' };
    const { instamed, post, codeOf } = await paid({ reversals: limits });
    const two = { requestedBy: 'clerk-7', approvedBy: 'lead-1' };
    expect(await codeOf('refund', { by: 'screen', ...asked }, 'k1')).toBe('ERR_APPROVAL_REQUIRED');
    expect(await codeOf('refund', { by: 'screen', amount: usd('60.01'), ...two }, 'k2')).toBe('ERR_DAILY_CEILING');
    expect([...instamed.ledger.launches.values()]).toHaveLength(1);
    expect((await post('refund', { by: 'screen', ...asked, ...two }, 'k3')).status).toBe(202);
  });

  it('whose page ends unused has failed for certain, and its amount is free again', async () => {
    const { instamed, press, ended, post } = await opened();
    await press('cancel');
    instamed.clock.advance(quarterOfAnHourMs);
    expect(await ended()).toMatchObject({ status: 'failed', failure: 'not_carried_out' });
    expect((await post('refund', {}, 'k2')).body).toMatchObject({ reversal: { status: 'succeeded', amount: usd('125.00') } });
  });

  it('whose page ends beside a refund that somebody else has made has not failed: nobody can tell', async () => {
    const { instamed, broker, press, read, transactionId, session } = await opened({ inbound: basicInbound });
    await press('cancel');
    const foreign = { PaymentTransactionID: 'd'.repeat(32), TransactionAction: 'Refund', OriginalTransactionID: transactionId };
    await postWebhook(broker, notification({ ...foreign, AdditionalInfo5: session.id, Amount: '50.00' }));
    await expect.poll(() => broker.log.join('\n'), { timeout: 60_000 }).toContain('notice_followed');
    instamed.clock.advance(quarterOfAnHourMs);
    const polls = () => [...instamed.ledger.launches.values()][1]?.receiptReads ?? 0;
    await expect.poll(polls, { timeout: 60_000 }).toBeGreaterThan(2);
    expect((await read()).reversals).toMatchObject([{ status: 'unknown' }]);
  });

  it.each(['sso-500', 'sso-no-header', 'sso-timeout'] as const)('whose page nobody got is over at once: %s', async (fault) => {
    const { instamed, post } = await paid();
    instamed.faults.arm(fault, { count: 1 });
    const { status, body } = await post('refund', { by: 'screen', ...asked });
    expect(status).toBe(201);
    expect(body.reversal).toMatchObject({ status: 'failed', failure: 'never_sent' });
    expect(body.screen).toBeUndefined();
    expect((await post('refund', {}, 'k2')).body.reversal).toMatchObject({ status: 'succeeded', amount: usd('125.00') });
  });

  it('is found by a broker that was started anew while the page was open, and is the same page for its key', async () => {
    const { broker, answer, press, path, reversals } = await opened();
    const next = await broker.restart();
    const body = { by: 'screen', requestedBy: 'clerk-7', ...asked };
    const again = await next.client.call(`${path}/refund`, { body, headers: { 'idempotency-key': 'k1' } });
    expect(again.body).toEqual(answer.body);
    await press('refund');
    const read = async () => (await next.client.call<{ reversals: readonly { status: string }[] }>(path)).body.reversals;
    await expect.poll(read, { timeout: 60_000 }).toMatchObject([{ status: 'succeeded', foundBy: 'look_up' }]);
    expect(reversals()).toHaveLength(1);
  });

  it('tells its address to whoever opened it, and to nobody else', async () => {
    const { client, path, token } = await opened();
    for (const place of [path, '/v1/payments', '/v1/payment-sessions?changedSince=0', '/v1/webhook-deliveries'])
      expect(JSON.stringify((await client.call(place)).body)).not.toContain(token);
  });
});

describe('InstaMed’s webhook about a refund by screen', { timeout: 180_000 }, () => {
  const quiet = { inbound: basicInbound, intervalMs: 20 };

  it.each([
    ['page', 'full'],
    ['page', 'cut-36'],
    ['payment', 'full'],
    ['payment', 'none'],
  ])('settles it where no receipt tells of it: of the %s’s token, %s', async (pageWebhookToken, webhookToken) => {
    const { instamed, broker, press, ended, read, client } = await opened(quiet);
    await connectWebhooks(instamed, broker);
    instamed.switches.set({ pageReceipt: 'none', pageWebhookToken, webhookToken });
    await press('refund');
    expect(await ended()).toMatchObject({ status: 'succeeded', foundBy: 'webhook', amount: usd('50.00') });
    expect(await read()).toMatchObject({ status: 'partially_refunded', reports: [] });
    expect((await client.call<AttentionList>('/v1/attention')).body.data).toEqual([]);
  });

  it('that names another amount has the record say what was refunded, and a person look', async () => {
    const { broker, press, ended, read, client, token, transactionId, session } = await opened(quiet);
    const refund = { PaymentTransactionID: 'e'.repeat(32), TransactionAction: 'Refund', OriginalTransactionID: transactionId };
    const fields = { ...refund, SingleSignOnToken: token, AdditionalInfo5: session.id, Amount: '30.00' };
    await postWebhook(broker, notification(fields));
    expect(await ended()).toMatchObject({ status: 'succeeded', foundBy: 'webhook', amount: usd('50.00'), refundedAmount: usd('30.00') });
    expect(await read()).toMatchObject({ reversedAmount: usd('30.00'), refundableAmount: usd('95.00') });
    const { data } = (await client.call<AttentionList>('/v1/attention')).body;
    expect(data).toMatchObject([{ reason: 'reversal_reported', transactionId: 'e'.repeat(32) }]);
    expect((await press('cancel')).status).toBe(200);
  });

  it('that comes after the receipt corrects the amount, once', async () => {
    const { broker, press, ended, read, reversals, transactionId, session, client } = await opened(quiet);
    await press('refund');
    await ended();
    const refund = { PaymentTransactionID: reversals()[0]?.transactionId ?? '', TransactionAction: 'Refund' };
    const fields = { ...refund, OriginalTransactionID: transactionId, AdditionalInfo5: session.id };
    await postWebhook(broker, notification({ ...fields, Amount: '50.00' }));
    await postWebhook(broker, notification({ ...fields, Amount: '20.00' }));
    await expect.poll(async () => (await read()).reversedAmount, { timeout: 60_000 }).toEqual(usd('20.00'));
    expect((await client.call<AttentionList>('/v1/attention')).body.data).toMatchObject([{ reason: 'reversal_reported' }]);
  });

  it.each([
    ['more than was paid', { Amount: '125.01' }],
    ['nothing', { Amount: '0.00' }],
    ['a decline', { Amount: '50.00', CurrentTransactionStatusCode: 'D' }],
    ['another payment', { Amount: '50.00', OriginalTransactionID: 'f'.repeat(32) }],
    ['the payment’s own id', { Amount: '50.00', PaymentTransactionID: '' }],
  ])('that tells of %s settles nothing', async (_, odd) => {
    const { broker, read, token, transactionId, session } = await opened(quiet);
    const refund = { PaymentTransactionID: 'e'.repeat(32), TransactionAction: 'Refund', OriginalTransactionID: transactionId };
    const fields = { ...refund, SingleSignOnToken: token, AdditionalInfo5: session.id, ...odd };
    await postWebhook(broker, notification({ ...fields, PaymentTransactionID: fields.PaymentTransactionID || transactionId }));
    await expect.poll(() => broker.log.join('\n'), { timeout: 60_000 }).toContain('notice_followed');
    expect((await read()).reversals).toMatchObject([{ status: 'unknown' }]);
    expect((await read()).refundableAmount).toEqual(usd('75.00'));
  });
});

describe('a void by screen with InstaMed’s webhooks switched on', { timeout: 180_000 }, () => {
  it.each(['page', 'payment'])('is one void, and nobody’s but ours, when they carry the token of the %s', async (pageWebhookToken) => {
    const { instamed, broker, press, ended, read, client } = await openedPage('void', { inbound: basicInbound, intervalMs: 2_000 });
    await connectWebhooks(instamed, broker);
    instamed.switches.set({ pageWebhookToken });
    await press('void');
    expect(await ended()).toMatchObject({ status: 'succeeded', by: 'screen' });
    await expect.poll(() => broker.log.join('\n'), { timeout: 60_000 }).toContain('notice_followed');
    expect(await read()).toMatchObject({ status: 'voided', reports: [] });
    expect((await client.call<AttentionList>('/v1/attention')).body.data).toEqual([]);
  });
});
