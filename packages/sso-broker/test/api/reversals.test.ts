import type { AttentionList } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { otherTenantKey, readOnlyKey, secrets } from '../support/credentials.ts';
import { basicInbound, connectWebhooks } from '../support/inbound.ts';
import { paid } from '../support/paid-payment.ts';
import { startReceiver, WebhookReceiver } from '../support/webhook-receiver.ts';

const usd = (value: string) => ({ value, currency: 'USD' });

describe('a void', { timeout: 60_000 }, () => {
  it('takes back the whole payment, and the payment says so from then on', async () => {
    const { post, read, reversals, transactionId, session } = await paid();
    expect(await read()).toMatchObject({ transactionId, sessionId: session.id, refundableAmount: usd('125.00'), reversals: [] });
    const { status, body } = await post('void', { reason: 'wrong patient', requestedBy: 'clerk-7' });
    expect(status).toBe(201);
    expect(body.reversal).toMatchObject({
      type: 'void',
      status: 'succeeded',
      amount: usd('125.00'),
      reason: 'wrong patient',
      requestedBy: 'clerk-7',
    });
    expect(body.payment).toEqual(await read());
    expect(body.payment).toMatchObject({ reversedAmount: usd('125.00'), refundableAmount: usd('0.00') });
    expect(reversals()).toMatchObject([{ type: 'void', primaryTransactionId: transactionId }]);
  });

  it.each(['VOIDED', 'APPROVED'] as const)('is known by codes and statuses, whatever its text: %s', async (voidMessage) => {
    const { instamed, post } = await paid();
    instamed.switches.set({ voidMessage });
    expect((await post('void')).body.reversal.status).toBe('succeeded');
  });

  it.each([
    ['declined', 'S', 'funds_transferred'],
    ['declined', 'C', 'declined'],
    ['error', 'S', 'funds_transferred'],
    ['error', 'C', 'declined'],
  ] as const)(
    'that a funds transfer has beaten, refused by %s with status %s, has failed: %s',
    async (reversalRefused, transferredStatus, failure) => {
      const { instamed, post, read } = await paid();
      instamed.switches.set({ reversalRefused, transferredStatus });
      instamed.ledger.transferFunds();
      const { status, body } = await post('void');
      expect(status).toBe(201);
      expect(body.reversal).toMatchObject({ status: 'failed', failure });
      expect(await read()).toMatchObject({ reversedAmount: usd('0.00'), refundableAmount: usd('125.00') });
      expect((await post('refund', {}, 'k2')).body.reversal).toMatchObject({ status: 'succeeded' });
    },
  );

  it.each(['status', 'primary'] as const)(
    'whose answer is lost is found in the receipt, by %s, and sent once',
    async (receiptAfterVoid) => {
      const { instamed, post, read, reversals } = await paid();
      instamed.switches.set({ receiptAfterVoid });
      instamed.faults.arm('reversal-truncated', { count: 1 });
      expect((await post('void')).body.reversal).toMatchObject({ status: 'succeeded', foundBy: 'look_up' });
      expect((await read()).reversals).toHaveLength(1);
      expect(reversals()).toHaveLength(1);
    },
  );
});

describe('a refund', { timeout: 60_000 }, () => {
  it('is made in parts, each under InstaMed’s own id, up to what was paid', async () => {
    const { post, codeOf, read, reversals } = await paid();
    const first = await post('refund', { amount: usd('50.00') });
    expect(first.body.reversal).toMatchObject({ status: 'succeeded', amount: usd('50.00'), transactionId: reversals()[0]?.transactionId });
    expect(await codeOf('refund', { amount: usd('75.01') }, 'k2')).toBe('ERR_REFUND_TOO_LARGE');
    expect((await post('refund', {}, 'k3')).body.reversal.amount).toEqual(usd('75.00'));
    expect(await codeOf('refund', {}, 'k4')).toBe('ERR_REFUND_TOO_LARGE');
    expect(await codeOf('void', {}, 'k5')).toBe('ERR_PAYMENT_REFUNDED');
    expect(await read()).toMatchObject({ reversedAmount: usd('125.00'), refundableAmount: usd('0.00') });
  });

  it('is made once for each Idempotency-Key, and not without one', async () => {
    const { post, codeOf, reversals } = await paid();
    const body = { amount: usd('50.00') };
    const first = await post('refund', body);
    const again = await post('refund', body);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await codeOf('refund', { amount: usd('51.00') })).toBe('ERR_IDEMPOTENCY_KEY_REUSED');
    expect(await codeOf('refund', body, '', {})).toBe('ERR_IDEMPOTENCY_KEY_REQUIRED');
    expect(reversals()).toHaveLength(1);
  });

  it('whose answer is lost is found in a receipt that names refunds, and is sent once', async () => {
    const { instamed, post, reversals } = await paid();
    instamed.switches.set({ receiptAfterRefund: 'refund' });
    instamed.faults.arm('reversal-truncated', { count: 1 });
    const { body } = await post('refund', { amount: usd('50.00') });
    expect(body.reversal).toMatchObject({ status: 'succeeded', foundBy: 'look_up', transactionId: reversals()[0]?.transactionId });
  });

  it('whose answer is lost where receipts name no refund is in doubt, is not sent again, and counts as taken', async () => {
    const { instamed, post, codeOf, reversals } = await paid();
    instamed.faults.arm('reversal-500', { count: 1 });
    const { status, body } = await post('refund', { amount: usd('50.00') });
    expect(status).toBe(202);
    expect(body).toMatchObject({ reversal: { status: 'unknown' }, payment: { refundableAmount: usd('75.00') } });
    expect(await codeOf('void', {}, 'k2')).toBe('ERR_REVERSAL_IN_PROGRESS');
    expect(await codeOf('refund', { amount: usd('75.01') }, 'k3')).toBe('ERR_REFUND_TOO_LARGE');
    expect(reversals()).toEqual([]);
  });

  it('is refused for cash', async () => {
    const { codeOf } = await paid({}, { tender: 'cash' });
    expect(await codeOf('refund')).toBe('ERR_PAYMENT_NOT_CARD');
  });

  it.each([
    ['ERR_AMOUNT_ZERO', { amount: usd('0.00') }],
    ['ERR_AMOUNT_DECIMALS', { amount: usd('1.5') }],
    ['ERR_CURRENCY_UNSUPPORTED', { amount: { value: '1.00', currency: 'EUR' } }],
    ['ERR_FIELD_UNKNOWN', { cents: 1 }],
    ['ERR_TEXT_TOO_LONG', { reason: 'x'.repeat(201) }],
    ['ERR_TEXT_CONTROL_CHARACTER', { reason: 'a\nb' }],
    ['ERR_TEXT_NOT_UNICODE', { reason: 'a\uFFFE' }],
    ['ERR_TEXT_CARD_NUMBER', { reason: 'card 4111 1111 1111 1111' }],
  ])('is refused with %s', async (code, body) => {
    const { codeOf, reversals } = await paid();
    expect(await codeOf('refund', body)).toBe(code);
    expect(reversals()).toEqual([]);
  });
});

describe('whoever takes money back', { timeout: 60_000 }, () => {
  it('needs the scope, and the tenant’s own payment', async () => {
    const { client, path } = await paid();
    const headers = { 'idempotency-key': 'k' };
    for (const what of ['void', 'refund']) {
      expect((await client.call(`${path}/${what}`, { body: {}, headers, key: readOnlyKey })).body.error.code).toBe('ERR_SCOPE_MISSING');
      expect((await client.call(`${path}/${what}`, { body: {}, headers, key: otherTenantKey })).body.error.code).toBe(
        'ERR_PAYMENT_UNKNOWN',
      );
    }
    expect((await client.call(path, { key: otherTenantKey })).body.error.code).toBe('ERR_PAYMENT_UNKNOWN');
    expect((await client.call(path.toUpperCase().replace('/V1/PAYMENTS', '/v1/payments'))).status).toBe(200);
    expect((await client.call('/v1/payments/..%2f..')).body.error.code).toBe('ERR_PAYMENT_UNKNOWN');
  });

  it('names a second person above the clinic’s limit, however the amount is cut up', async () => {
    const { post, codeOf } = await paid({ reversals: { secondApproverAbove: '50.00' } });
    expect((await post('refund', { amount: usd('50.00') })).status).toBe(201);
    const more = { amount: usd('0.01') };
    expect(await codeOf('refund', more, 'k2')).toBe('ERR_APPROVAL_REQUIRED');
    expect(await codeOf('refund', { ...more, requestedBy: 'clerk-7', approvedBy: 'clerk-7' }, 'k3')).toBe('ERR_APPROVAL_REQUIRED');
    expect((await post('refund', { ...more, requestedBy: 'clerk-7', approvedBy: 'lead-1' }, 'k4')).status).toBe(201);
    expect((await post('refund', { amount: usd('50.00') })).status).toBe(201);
  });

  it('comes to no more in a day than the clinic allows', async () => {
    const { post, codeOf, reversals } = await paid({ reversals: { dailyCeiling: '60.00' } });
    expect((await post('refund', { amount: usd('50.00') })).status).toBe(201);
    expect(await codeOf('refund', { amount: usd('10.01') }, 'k2')).toBe('ERR_DAILY_CEILING');
    expect((await post('refund', { amount: usd('10.00') }, 'k3')).status).toBe(201);
    expect(reversals()).toHaveLength(2);
  });
});

describe('the host', { timeout: 60_000 }, () => {
  it('is told of each void and refund by webhook, by ids alone', async () => {
    const receiver = await startReceiver();
    const { post, instamed, transactionId, session } = await paid({ webhooks: [{ id: 'main', url: receiver.url }] });
    await post('refund', { amount: usd('50.00'), reason: 'Mary asked' });
    instamed.switches.set({ refundBeforeTransfer: 'refused' });
    const { body } = await post('refund', { amount: usd('10.00') }, 'k2');
    const events = (await receiver.count(3)).map((each) => WebhookReceiver.verify(each, secrets.webhookSecret));
    expect(events.map(({ type }) => type)).toEqual(['payment.settled', 'payment.refunded', 'payment.refund_failed']);
    expect(events[2]?.data).toMatchObject({ sessionId: session.id, status: 'approved', transactionId, reversalId: body.reversal.id });
    const sequences = events.map(({ data }) => data.sequence);
    expect(sequences).toEqual(sequences.toSorted((one, other) => one - other));
    expect(JSON.stringify(events)).not.toMatch(/Mary|50\.00/);
  });

  it('hears nothing of InstaMed’s webhooks about its own voids and refunds', async () => {
    const { instamed, broker, client, post } = await paid({ inbound: basicInbound });
    await connectWebhooks(instamed, broker);
    await post('refund', { amount: usd('50.00') });
    await expect.poll(() => broker.log.filter((line) => line.includes('notice_followed')), { timeout: 20_000 }).toHaveLength(1);
    expect((await client.call<AttentionList>('/v1/attention')).body.data).toEqual([]);
  });
});
