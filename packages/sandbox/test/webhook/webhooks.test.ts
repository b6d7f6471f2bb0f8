import { readNotification, type NotificationFormat } from '@collect-payment/protocol';
import { describe, expect, test } from 'vitest';
import type { SandboxWebhook } from '../../src/configuration.ts';
import { notificationFieldNames } from '../../src/webhook/field-names.ts';
import { account, control, launchToken, runningSandbox } from '../signed-on.ts';
import { startListener, type Listener } from './listener.ts';

const halfHourMs = 30 * 60_000;

async function world(format: NotificationFormat = 'json', more: Partial<SandboxWebhook> = {}) {
  const listener = await startListener();
  const sandbox = await runningSandbox({ webhooks: [{ accountId: account.accountId, url: listener.url, format, ...more }] });
  const token = await launchToken(sandbox);
  const pay = async () => (await control(sandbox, 'POST', `tokens/${token}/pay`, {})).json;
  return { listener, sandbox, token, pay };
}

type World = Awaited<ReturnType<typeof world>>;

/** The latest posting, once it is no longer under way. */
async function posting({ sandbox }: World) {
  for (;;) {
    const last = (await control(sandbox, 'GET', 'webhooks')).json['postings']?.at(-1);
    if (last !== undefined && (String(last['status']) !== 'pending' || last['dueAt'] !== undefined)) return last;
  }
}

/** Lets half an hour pass, again and again, and counts what came. */
async function attemptsOver({ sandbox, listener }: World, halfHours: number): Promise<number> {
  for (let passed = 0; passed < halfHours; passed += 1) {
    await posting({ sandbox } as World);
    sandbox.clock.advance(halfHourMs);
  }
  await posting({ sandbox } as World);
  return listener.arrivals.length;
}

const fieldsOf = (listener: Listener, at = 0) => JSON.parse(listener.arrivals[at]?.body ?? '{}') as Record<string, string | null>;

describe('a payment', { timeout: 30_000 }, () => {
  test('is told of with the documented fields in the documented order, all of them texts or null', async () => {
    const { listener, token, pay } = await world();
    const { transactionId } = await pay();
    await listener.count(1);
    const fields = fieldsOf(listener);
    expect(Object.keys(fields)).toEqual(notificationFieldNames);
    expect(fields).toMatchObject({
      PaymentTransactionID: transactionId,
      OriginalTransactionID: transactionId,
      TransactionAction: 'Sale',
      CurrentTransactionStatusCode: 'C',
      CardLastFourDigits: '************1111',
      Amount: '125.00',
      AdditionalInfo5: 'ps_1',
      SingleSignOnToken: token,
      PatientMiddleName: null,
    });
    expect(fields['ResponseDateTime']).toMatch(/^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d [AP]M$/);
    expect(Object.values(fields).filter((value) => value !== null && typeof value !== 'string')).toEqual([]);
  });

  test.each(['json', 'xml', 'nvp'] as const)('is told of in %s that reads back', async (format) => {
    const { listener, token, pay } = await world(format);
    const { transactionId } = await pay();
    const [arrival] = await listener.count(1);
    expect(readNotification(format, Buffer.from(arrival?.body ?? ''))).toMatchObject({
      type: 'payment',
      transactionId,
      statusCode: 'C',
      token,
    });
  });

  test('is told of with the account’s credentials', async () => {
    const { listener, pay } = await world('json', { credentials: { user: 'us', password: 'pass' } });
    await pay();
    expect((await listener.count(1))[0]?.headers.authorization).toBe(`Basic ${Buffer.from('us:pass').toString('base64')}`);
    const other = await world('json', { credentials: { bearer: 'abc' } });
    await other.pay();
    expect((await other.listener.count(1))[0]?.headers.authorization).toBe('Bearer abc');
  });

  test('of another account is told of to nobody', async () => {
    const at = await world('json', { accountId: 'other@riverside.example' });
    await at.pay();
    expect((await control(at.sandbox, 'GET', 'webhooks')).json).toEqual({ postings: [] });
  });

  test.each([
    ['full', 48],
    ['cut-36', 36],
  ])('carries the token %s', async (webhookToken, length) => {
    const { listener, sandbox, pay } = await world();
    sandbox.switches.set({ webhookToken });
    await pay();
    await listener.count(1);
    expect(fieldsOf(listener)['SingleSignOnToken']).toHaveLength(length);
  });

  test('that is voided keeps its id, one that is returned gets another', async () => {
    const { listener, sandbox, token, pay } = await world();
    const { transactionId } = await pay();
    await listener.count(1);
    await control(sandbox, 'POST', `tokens/${token}/webhook`, { statusCode: 'V' });
    await listener.count(2);
    expect(fieldsOf(listener, 1)).toMatchObject({ PaymentTransactionID: transactionId, CurrentTransactionStatusCode: 'V' });
    await control(sandbox, 'POST', `tokens/${token}/webhook`, { statusCode: 'RI' });
    await listener.count(3);
    expect(fieldsOf(listener, 2)).toMatchObject({ OriginalTransactionID: transactionId, CurrentTransactionStatusCode: 'RI' });
    expect(fieldsOf(listener, 2)['PaymentTransactionID']).not.toBe(transactionId);
  });
});

describe('a webhook', { timeout: 30_000 }, () => {
  test('that is answered 200 is not sent again', async () => {
    const at = await world();
    await at.pay();
    expect(await attemptsOver(at, 6)).toBe(1);
    expect(await posting(at)).toMatchObject({ status: 'delivered', attempts: 1, lastStatus: 200 });
  });

  test.each([201, 302, 400, 500])('that is answered %d is sent every half hour, five times in all', async (status) => {
    const at = await world();
    at.listener.answers(status);
    await at.pay();
    expect(await attemptsOver(at, 3)).toBe(4);
    expect(await attemptsOver(at, 3)).toBe(5);
    expect(await posting(at)).toMatchObject({ status: 'posting error', attempts: 5, lastStatus: status });
  });

  test('that comes to be answered 200 ends there', async () => {
    const at = await world();
    at.listener.answers(503);
    await at.pay();
    await posting(at);
    at.listener.answers(200);
    expect(await attemptsOver(at, 3)).toBe(2);
    expect(await posting(at)).toMatchObject({ status: 'delivered' });
  });

  test('without any answer is tried twice', async () => {
    const at = await world();
    at.listener.answers('hang up');
    await at.pay();
    await at.listener.count(2);
    expect(await attemptsOver(at, 6)).toBe(2);
    expect(await posting(at)).toMatchObject({ status: 'posting error', attempts: 2 });
  });

  test('without any answer waits half an hour first, where the switch says so', async () => {
    const at = await world();
    at.sandbox.switches.set({ webhookNoStatusRetry: 'after-30-min' });
    at.listener.answers('hang up');
    await at.pay();
    expect(await attemptsOver(at, 0)).toBe(1);
    expect(await attemptsOver(at, 6)).toBe(2);
  });

  test('goes where the control says, until the sandbox is reset', async () => {
    const at = await world();
    const other = await startListener();
    const webhooks = [{ accountId: account.accountId, url: other.url, format: 'xml' }];
    expect((await control(at.sandbox, 'PUT', 'webhooks', { webhooks })).json).toEqual({ addresses: 1 });
    await at.pay();
    await other.count(1);
    expect(at.listener.arrivals).toEqual([]);
    expect((await control(at.sandbox, 'PUT', 'webhooks', { webhooks: [{ url: 'x' }] })).status).toBe(400);
  });
});
