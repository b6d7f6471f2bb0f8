import type { CreatedPaymentSession, Launch, PaymentSessionList } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { terms } from '../support/client.ts';
import { otherTenantKey } from '../support/credentials.ts';
import { startInstaMed } from '../support/instamed.ts';

const nowhere = 'http://127.0.0.1:9';
const once = { 'idempotency-key': 'order-7' };

describe('a creation with an idempotency key', { timeout: 30_000 }, () => {
  it('gives the same answer again, client secret included, and makes one session', async () => {
    const { client } = await startTestBroker(nowhere);
    const first = await client.call<CreatedPaymentSession>('/v1/payment-sessions', { body: terms, headers: once });
    const reordered = { patient: terms.patient, amount: { currency: 'USD', value: '125.00' }, screen: terms.screen };
    const again = await client.call<CreatedPaymentSession>('/v1/payment-sessions', { body: reordered, headers: once });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await client.list()).data).toHaveLength(1);
  });

  it('is refused with another body', async () => {
    const { client } = await startTestBroker(nowhere);
    await client.call('/v1/payment-sessions', { body: terms, headers: once });
    const other = { ...terms, amount: { value: '126.00', currency: 'USD' } };
    const refused = await client.call('/v1/payment-sessions', { body: other, headers: once });
    expect([refused.status, refused.body.error.code]).toEqual([422, 'ERR_IDEMPOTENCY_KEY_REUSED']);
    expect((await client.list()).data).toHaveLength(1);
  });

  it('makes one session of many requests at once', async () => {
    const { client } = await startTestBroker(nowhere);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client.call<CreatedPaymentSession>('/v1/payment-sessions', { body: terms, headers: once })),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await client.list()).data).toHaveLength(1);
  });

  it('is the same after a restart, and another one for another tenant', async () => {
    const broker = await startTestBroker(nowhere);
    const first = await broker.client.call<CreatedPaymentSession>('/v1/payment-sessions', { body: terms, headers: once });
    const { client } = await broker.restart();
    const again = await client.call<CreatedPaymentSession>('/v1/payment-sessions', { body: terms, headers: once });
    expect(again.body.clientSecret).toBe(first.body.clientSecret);
    const foreign = await client.call<CreatedPaymentSession>('/v1/payment-sessions', { body: terms, headers: once, key: otherTenantKey });
    expect(foreign.body.id).not.toBe(first.body.id);
  });

  it.each(['', 'x'.repeat(256), 'a b'])('is refused when the key is %j', async (key) => {
    const { client } = await startTestBroker(nowhere);
    const refused = await client.call('/v1/payment-sessions', { body: terms, headers: { 'idempotency-key': key } });
    expect([refused.status, refused.body.error.code]).toEqual([400, 'ERR_IDEMPOTENCY_KEY_INVALID']);
  });
});

describe('a launch', { timeout: 30_000 }, () => {
  it('is given again while its token lives, and is one sign-on', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url);
    const session = await client.create();
    const first = await client.launch(session);
    const again = await client.launch(session);
    expect(again).toEqual({ ...first, reused: true, opening: expect.any(Number) });
    expect(again.opening).toBeGreaterThan(first.opening);
    expect(await client.read(session.id)).toMatchObject({ opening: again.opening });
    expect([...instamed.ledger.launches.values()]).toHaveLength(1);
  });

  it('is refused beside another one in flight', async () => {
    const instamed = await startInstaMed();
    instamed.faults.arm('sso-500', { count: 1, delayMs: 700 });
    const { client } = await startTestBroker(instamed.url);
    const { id } = await client.create();
    const launch = () => client.call<Launch>(`/v1/payment-sessions/${id}/launch`, { body: {} });
    const answers = await Promise.all([launch(), launch()]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toHaveProperty('error.code', 'ERR_LAUNCH_IN_PROGRESS');
    expect(refused?.headers.get('retry-after')).toBe('1');
  });

  it('opens in the display that was asked for', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url);
    const session = await client.create();
    const { body } = await client.call<Launch>(`/v1/payment-sessions/${session.id}/launch`, { body: { display: 'incontext' } });
    expect(body.display).toBe('incontext');
    const [launched] = instamed.ledger.launches.values();
    expect(launched?.parameters).toMatchObject({ lightWeight: true, incontext: true });
  });
});

describe('the list of sessions', { timeout: 30_000 }, () => {
  it('pages through every change once, in order', async () => {
    const { client } = await startTestBroker(nowhere);
    const made = [await client.create(), await client.create(), await client.create()].map(({ id }) => id);
    const [first = ''] = made;
    await client.call(`/v1/payment-sessions/${first}/cancel`, { body: {} });
    const page = async (cursor: string) =>
      (await client.call<PaymentSessionList>(`/v1/payment-sessions?limit=2&changedSince=${cursor}`)).body;
    const one = await page('0');
    const two = await page(one.nextCursor);
    const three = await page(two.nextCursor);
    expect([...one.data, ...two.data].map(({ id }) => id)).toEqual([...made.slice(1), first]);
    expect([one.hasMore, two.hasMore, three.data]).toEqual([true, false, []]);
    expect(three.nextCursor).toBe(two.nextCursor);
  });
});
