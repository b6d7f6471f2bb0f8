import type { ErrorBody, PaymentList } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { otherTenantKey } from '../support/credentials.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

/** Two payments of one patient for two invoices, and one of another's. */
async function world() {
  const instamed = await startInstaMed();
  const broker = await startTestBroker(instamed.url);
  const { client } = broker;
  const pay = async (patient: string, invoice: string) => {
    const session = await client.create({ patient: { id: patient, firstName: 'Sentinel', lastName: 'Sentinel' }, invoice });
    const launch = await client.launch(session);
    const events = await client.follow(session);
    await onScreen(instamed, launch, 'pay');
    const { outcome } = await events.until('approved');
    await events.close();
    return { session, transactionId: (outcome?.transactionId ?? '').toLowerCase() };
  };
  const list = async (query = '', key?: string) =>
    (await client.call<PaymentList & ErrorBody>(`/v1/payments${query}`, key === undefined ? {} : { key })).body;
  const idsOf = async (query = '', key?: string) => (await list(query, key)).data.map(({ transactionId }) => transactionId.toLowerCase());
  const post = (transactionId: string, what: 'void' | 'refund', body: object = {}) =>
    client.call(`/v1/payments/${transactionId}/${what}`, { body, headers: { 'idempotency-key': `${what}-${transactionId}` } });
  const one = await pay('MRN-1', 'INV-1');
  const two = await pay('MRN-1', 'INV-2');
  const three = await pay('MRN-2', 'INV-1');
  return { client, list, idsOf, post, one, two, three };
}

describe('the list of payments', { timeout: 60_000 }, () => {
  it('has payments as staff know them, the latest first, to their own tenant, and no patient', async () => {
    const { list, idsOf, one, two, three } = await world();
    const all = await list();
    expect(all.data.map(({ transactionId }) => transactionId.toLowerCase()).toSorted()).toEqual(
      [one, two, three].map(({ transactionId }) => transactionId).toSorted(),
    );
    expect(all.data.map(({ takenAt }) => takenAt)).toEqual(
      all.data
        .map(({ takenAt }) => takenAt)
        .toSorted()
        .toReversed(),
    );
    expect(all.data[0]).toMatchObject({ status: 'captured', capturedAmount: { value: '125.00', currency: 'USD' }, reversals: [] });
    expect(JSON.stringify(all)).not.toMatch(/Sentinel|MRN/);
    expect(await idsOf('', otherTenantKey)).toEqual([]);
  });

  it('is narrowed by status, time, and by the patient or the invoice of a session', async () => {
    const { list, idsOf, post, one, two, three } = await world();
    await post(one.transactionId, 'void');
    await post(two.transactionId, 'refund', { amount: { value: '25.00', currency: 'USD' } });
    expect(await idsOf('?status=voided')).toEqual([one.transactionId]);
    expect(await idsOf('?status=partially_refunded')).toEqual([two.transactionId]);
    expect(await idsOf('?status=refunded')).toEqual([]);
    expect((await idsOf(`?patientOf=${two.session.id}`)).toSorted()).toEqual([one.transactionId, two.transactionId].toSorted());
    expect(await idsOf(`?invoiceOf=${two.session.id}`)).toEqual([two.transactionId]);
    expect(await idsOf(`?patientOf=${three.session.id}&invoiceOf=${one.session.id}`)).toEqual([three.transactionId]);
    const [last] = (await list()).data;
    expect(await idsOf(`?takenFrom=${last?.takenAt}`)).toContain(last?.transactionId.toLowerCase());
    expect(await idsOf(`?takenBefore=2000-01-01T00:00:00Z`)).toEqual([]);
  });

  it('is paged by cursors that can be followed, each in its own order', async () => {
    const { list, idsOf, post, one } = await world();
    const whole = await idsOf();
    const first = await list('?limit=2');
    const rest = await list(`?limit=2&after=${first.nextCursor}`);
    expect([first.hasMore, rest.hasMore]).toEqual([true, false]);
    expect([...first.data, ...rest.data].map(({ transactionId }) => transactionId.toLowerCase())).toEqual(whole);
    const { nextCursor } = await list('?changedSince=0');
    expect(await list(`?changedSince=${nextCursor}`)).toEqual({ data: [], hasMore: false, nextCursor });
    await post(one.transactionId, 'void');
    const news = await list(`?changedSince=${nextCursor}`);
    expect(news.data).toMatchObject([{ status: 'voided', sessionId: one.session.id, reversals: [{ type: 'void', status: 'succeeded' }] }]);
  });

  it.each([
    ['?changedSince=x', 'ERR_CURSOR_INVALID'],
    ['?after=1_', 'ERR_CURSOR_INVALID'],
    ['?after=0&changedSince=0', 'ERR_CURSOR_INVALID'],
    ['?limit=0', 'ERR_FIELD_VALUE'],
    ['?status=gone', 'ERR_FIELD_VALUE'],
    ['?takenFrom=yesterday', 'ERR_FIELD_VALUE'],
    ['?patientOf=MRN-1', 'ERR_SESSION_UNKNOWN'],
    ['?patient=MRN-1', 'ERR_FIELD_UNKNOWN'],
  ])('refuses %s with %s', async (query, code) => {
    const { client } = await startTestBroker('http://127.0.0.1:9');
    expect((await client.call(`/v1/payments${query}`)).body.error.code).toBe(code);
  });

  it('takes no session of another tenant for a filter', async () => {
    const { client } = await startTestBroker('http://127.0.0.1:9');
    const { id } = await client.create();
    const { body } = await client.call(`/v1/payments?patientOf=${id}`, { key: otherTenantKey });
    expect(body.error.code).toBe('ERR_SESSION_UNKNOWN');
  });
});
