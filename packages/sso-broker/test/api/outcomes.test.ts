import type { Receipt } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

/** So slow a poll that nothing is found by it. */
/** As long as a token: in it nothing is polled by itself. */
const intervalMs = 900_000;
const tokenLifeMs = 15 * 60_000;

describe('the outcome of a session', { timeout: 30_000 }, () => {
  it('is declined by the transaction status, and the receipt says so', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url);
    const session = await client.create({ amount: { value: '20.05', currency: 'USD' } });
    const events = await client.follow(session);
    await onScreen(instamed, await client.launch(session), 'pay');
    const { outcome } = await events.until('declined');
    expect(outcome).toMatchObject({ status: 'declined', final: true, responseCode: '005' });
    expect(outcome).not.toHaveProperty('approvedAmount');
    const { body } = await client.call<Receipt>(`/v1/payment-sessions/${session.id}/receipt`);
    expect(body.transactionStatus).toBe('D');
    await events.close();
  });

  it('is a partial approval that keeps the requested amount and tells the balance due', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url);
    const session = await client.create({ amount: { value: '99.10', currency: 'USD' }, options: { allowPartialApproval: true } });
    const events = await client.follow(session);
    await onScreen(instamed, await client.launch(session), 'pay');
    const { outcome } = await events.until('partially_approved');
    expect(outcome).toMatchObject({
      requestedAmount: { value: '99.10' },
      approvedAmount: { value: '99.00' },
      balanceDue: { value: '0.10' },
    });
    await events.close();
  });

  it('is canceled by the page once no receipt is found, and not for good while the token lives', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url);
    const session = await client.create();
    await client.launch(session);
    const { body } = await client.call<typeof session>(`/v1/payment-sessions/${session.id}/cancel`, {
      body: {},
      key: session.clientSecret,
    });
    expect(body.outcome).toMatchObject({ status: 'canceled', final: false });
  });

  it('is approved when a payment is found by the cancel itself', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url, { intervalMs });
    const session = await client.create();
    await onScreen(instamed, await client.launch(session), 'pay');
    const { body } = await client.call<typeof session>(`/v1/payment-sessions/${session.id}/cancel`, { body: {} });
    expect(body.status).toBe('approved');
  });

  it('is canceled for good before any launch, and has no receipt', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url);
    const session = await client.create();
    const { body } = await client.call<typeof session>(`/v1/payment-sessions/${session.id}/cancel`, { method: 'POST' });
    expect(body.outcome).toMatchObject({ status: 'canceled', final: true });
    const receipt = await client.call(`/v1/payment-sessions/${session.id}/receipt`);
    expect([receipt.status, receipt.body.error.code]).toEqual([404, 'ERR_RECEIPT_NONE']);
    const launch = await client.call(`/v1/payment-sessions/${session.id}/launch`, { body: {} });
    expect([launch.status, launch.body.error.code]).toEqual([409, 'ERR_SESSION_SETTLED']);
  });

  it('is expired when the token is over unpaid, after which the session launches again', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url);
    // The sandbox's clock is moved, so an assertion issued by ours would be out of its time there.
    const session = await client.create({ sso: 'nvp' });
    const events = await client.follow(session);
    const first = await client.launch(session);
    instamed.clock.advance(tokenLifeMs + 1);
    expect((await events.until('expired')).outcome).toMatchObject({ status: 'expired', final: false });
    const second = await client.launch(session);
    expect(second.reused).toBe(false);
    expect(second.url).not.toBe(first.url);
    await onScreen(instamed, second, 'pay');
    expect((await events.until('approved')).outcome?.late).toBe(false);
    await events.close();
  });

  it('waits for a receipt that is not ready', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url);
    instamed.faults.arm('receipt-not-ready', { count: 2 });
    const session = await client.create();
    const events = await client.follow(session);
    await onScreen(instamed, await client.launch(session), 'pay');
    await events.until('confirming');
    const early = await client.call(`/v1/payment-sessions/${session.id}/receipt`);
    expect(early.body).not.toHaveProperty('error.code', 'ERR_RECEIPT_NONE');
    expect((await events.until('approved')).status).toBe('approved');
    await events.close();
  });

  it('is found at once when the page asks for a look', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url, { intervalMs });
    const session = await client.create();
    await onScreen(instamed, await client.launch(session), 'pay');
    const { body } = await client.call<typeof session>(`/v1/payment-sessions/${session.id}/check`, { body: {}, key: session.clientSecret });
    expect(['confirming', 'approved']).toContain(body.status);
  });

  it('survives a restart of the broker in mid-payment', async () => {
    const instamed = await startInstaMed();
    const broker = await startTestBroker(instamed.url);
    const session = await broker.client.create();
    const launch = await broker.client.launch(session);
    await broker.close();
    await onScreen(instamed, launch, 'pay');
    const next = await broker.restart();
    const events = await next.client.follow(session);
    expect((await events.until('approved')).outcome?.transactionId).toMatch(/^[0-9a-f]{32}$/i);
    await events.close();
  });
});
