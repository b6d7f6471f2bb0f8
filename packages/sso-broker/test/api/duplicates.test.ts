import { DatabaseSync } from 'node:sqlite';
import type { CreatedPaymentSession, CreatePaymentSession, ErrorBody } from '@collect-payment/contract';
import { describe, expect, it, vi } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import type { BrokerChoices } from '../support/broker-json.ts';
import { terms, type Client } from '../support/client.ts';
import { makeDirectory } from '../support/directory.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';

const nowhere = 'http://127.0.0.1:9';
const due = { ...terms, invoice: 'INV-1' };
const guarded: BrokerChoices = { duplicateGuard: 'default' };

const ask = (client: Client, changes: Partial<CreatePaymentSession> = {}, headers = {}) =>
  client.call<CreatedPaymentSession & ErrorBody>('/v1/payment-sessions', { body: { ...due, ...changes }, headers });

describe('a second session for the same thing to be paid', { timeout: 60_000 }, () => {
  it('is the first one, whoever asks, at once or later, opened or not', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url, guarded);
    const clerks = ['one', 'two', 'three'].map((id) => ask(client, { staff: { id } }));
    const answers = await Promise.all(clerks);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 200, 201]);
    expect(new Set(answers.map(({ body }) => `${body.id} ${body.clientSecret}`)).size).toBe(1);
    const [{ body: first }] = answers as [(typeof answers)[number]];
    await client.launch(first);
    expect((await ask(client)).body).toMatchObject({ id: first.id, status: 'open', joined: true });
    expect((await client.list()).data).toHaveLength(1);
  });

  it('is refused on other terms, and named', async () => {
    const { client } = await startTestBroker(nowhere, guarded);
    const { body: first } = await ask(client);
    const refused = await ask(client, { amount: { value: '126.00', currency: 'USD' } });
    expect([refused.status, refused.body.error]).toMatchObject([
      409,
      { code: 'ERR_DUPLICATE_OTHER_TERMS', session: { id: first.id, status: 'created' } },
    ]);
    expect((await ask(client, { screen: 'standard-collect' })).status).toBe(409);
    // Of another desk: its page would engage the other reader.
    expect((await ask(client, { device: { name: 'DynaFlex', serialNumber: 'B1', firmwareVersion: '1' } })).status).toBe(409);
    expect((await ask(client, { invoice: 'INV-2' })).status).toBe(201);
    expect((await ask(client, { patient: { id: 'P-2' } })).status).toBe(201);
  });

  it('is told by the amount where no invoice is named, and never merged with an order that looks different', async () => {
    const { client } = await startTestBroker(nowhere, guarded);
    const bare = (changes: object) => client.call('/v1/payment-sessions', { body: { ...terms, ...changes } });
    expect((await bare({ metadata: { order: '1' } })).status).toBe(201);
    expect((await bare({ metadata: { order: '1' } })).status).toBe(200);
    expect((await bare({ metadata: { order: '2' } })).body).toHaveProperty('error.code', 'ERR_DUPLICATE_OTHER_TERMS');
    expect((await bare({ amount: { value: '1.00', currency: 'USD' } })).status).toBe(201);
  });

  it('is warned of while a canceled page can still be paid, and made when the host says so', async () => {
    const instamed = await startInstaMed();
    const { client, log } = await startTestBroker(instamed.url, guarded);
    const { body: first } = await ask(client);
    await client.launch(first);
    await client.call(`/v1/payment-sessions/${first.id}/cancel`, { body: {} });
    const refused = await ask(client);
    expect(refused.body.error).toMatchObject({ code: 'ERR_DUPLICATE_MAY_BE_PAID', session: { id: first.id, status: 'canceled' } });
    const allowed = await ask(client, { duplicates: 'allow' });
    expect(allowed.status).toBe(201);
    expect(log.some((line) => line.includes('duplicate_allowed') && line.includes(allowed.body.id) && line.includes(first.id))).toBe(true);
    // From here on there is a live one to join.
    expect((await ask(client)).body).toMatchObject({ id: allowed.body.id, joined: true });
  });

  it('is free after a cancel of a page that was never opened', async () => {
    const { client } = await startTestBroker(nowhere, guarded);
    const { body: first } = await ask(client);
    await client.call(`/v1/payment-sessions/${first.id}/cancel`, { body: {} });
    expect((await ask(client)).status).toBe(201);
  });

  it.each([
    ['is warned of shortly after the payment', undefined, 409, 'ERR_DUPLICATE_RECENTLY_PAID'],
    ['is free after a payment when the tenant wants no warning', 0, 201, undefined],
  ])('%s', async (_name, recentlyPaidMs, status, code) => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url, { ...guarded, ...(recentlyPaidMs !== undefined && { recentlyPaidMs }) });
    const { body: first } = await ask(client);
    await onScreen(instamed, await client.launch(first), 'pay');
    await vi.waitFor(async () => expect((await client.read(first.id)).status).toBe('approved'), { timeout: 20_000 });
    const again = await ask(client);
    expect([again.status, (again.body as Partial<ErrorBody>).error?.code]).toEqual([status, code]);
    expect((await ask(client, { duplicates: 'allow' })).status).toBe(201);
  });

  it('is refused where the tenant does not join sessions, and made where it does not guard', async () => {
    const refusing = await startTestBroker(nowhere, { duplicateGuard: 'refuse' });
    await ask(refusing.client);
    expect((await ask(refusing.client)).body.error.code).toBe('ERR_DUPLICATE_LIVE');
    const off = await startTestBroker(nowhere);
    await ask(off.client);
    expect((await ask(off.client)).status).toBe(201);
  });

  it('gives its answer again under its key, joined or refused', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url, guarded);
    const { body: first } = await ask(client);
    const joined = await ask(client, {}, { 'idempotency-key': 'second' });
    const other = { amount: { value: '9.00', currency: 'USD' as const } };
    const refused = await ask(client, other, { 'idempotency-key': 'third' });
    await client.launch(first);
    const again = [await ask(client, {}, { 'idempotency-key': 'second' }), await ask(client, other, { 'idempotency-key': 'third' })];
    expect(again.map(({ status, body }) => ({ status, body }))).toEqual([joined, refused].map(({ status, body }) => ({ status, body })));
    expect(again.map(({ headers }) => headers.get('idempotent-replayed'))).toEqual(['true', 'true']);
    expect(joined.body.clientSecret).toBe(first.clientSecret);
  });

  it('is found by a keyed hash: nothing of patient or invoice stands in the index', async () => {
    const directory = makeDirectory();
    const broker = await startTestBroker(nowhere, guarded, directory);
    await ask(broker.client);
    await broker.close();
    const database = new DatabaseSync(`${directory}/broker.sqlite`);
    const [row] = database.prepare('SELECT subject FROM sessions').all();
    database.close();
    expect(row?.['subject']).toMatch(/^[\w-]{43}$/);
  });
});
