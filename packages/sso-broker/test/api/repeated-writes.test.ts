import { DatabaseSync } from 'node:sqlite';
import type { Launch, PaymentSessionView } from '@collect-payment/contract';
import { describe, expect, it } from 'vitest';
import { startTestBroker } from '../support/broker.ts';
import { allowedOrigin } from '../support/credentials.ts';
import { makeDirectory } from '../support/directory.ts';
import { startInstaMed } from '../support/instamed.ts';

const nowhere = 'http://127.0.0.1:9';
const once = { 'idempotency-key': 'key-7' };
const path = (id: string, action: string) => `/v1/payment-sessions/${id}/${action}`;

describe('a write with an idempotency key', { timeout: 60_000 }, () => {
  it('is performed once: a launch repeated after its session was canceled gives the first answer', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url);
    const { id } = await client.create();
    const first = await client.call<Launch>(path(id, 'launch'), { body: {}, headers: once });
    await client.call(path(id, 'cancel'), { body: {} });
    const again = await client.call<Launch>(path(id, 'launch'), { body: {}, headers: once });
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
    expect([...instamed.ledger.launches.values()]).toHaveLength(1);
  });

  it('gives a definite refusal again, whole', async () => {
    const { client } = await startTestBroker(nowhere);
    const { id } = await client.create();
    await client.call(path(id, 'cancel'), { body: {} });
    const first = await client.call(path(id, 'launch'), { body: {}, headers: once });
    const again = await client.call(path(id, 'launch'), { body: {}, headers: once });
    expect([first.status, first.body.error.code]).toEqual([409, 'ERR_SESSION_SETTLED']);
    expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([409, first.body, 'true']);
  });

  it('is tried again when InstaMed failed', async () => {
    const instamed = await startInstaMed();
    instamed.faults.arm('sso-500', { count: 1 });
    const { client } = await startTestBroker(instamed.url);
    const { id } = await client.create();
    const first = await client.call(path(id, 'launch'), { body: {}, headers: once });
    const again = await client.call<Launch>(path(id, 'launch'), { body: {}, headers: once });
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([502, 200, null]);
  });

  it('is refused with another body and on another path, and is free on another route', async () => {
    const instamed = await startInstaMed();
    const { client } = await startTestBroker(instamed.url);
    const [one, two] = [await client.create(), await client.create()];
    await client.call(path(one.id, 'launch'), { body: {}, headers: once });
    const otherBody = await client.call(path(one.id, 'launch'), { body: { display: 'embedded' }, headers: once });
    const otherPath = await client.call(path(two.id, 'launch'), { body: {}, headers: once });
    const otherRoute = await client.call<PaymentSessionView>(path(one.id, 'check'), { body: {}, headers: once });
    expect([otherBody.body.error.code, otherPath.body.error.code]).toEqual(Array(2).fill('ERR_IDEMPOTENCY_KEY_REUSED'));
    expect([otherBody.status, otherPath.status, otherRoute.status]).toEqual([422, 422, 200]);
  });

  it('is refused for now while the first is under way', async () => {
    const instamed = await startInstaMed();
    instamed.faults.arm('sso-500', { count: 1, delayMs: 700 });
    const { client } = await startTestBroker(instamed.url);
    const { id } = await client.create();
    const launch = () => client.call(path(id, 'launch'), { body: {}, headers: once });
    const answers = await Promise.all([launch(), launch()]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toHaveProperty('error.code', 'ERR_IDEMPOTENCY_KEY_IN_USE');
    expect(refused?.headers.get('retry-after')).toBe('1');
  });

  it('keeps the keys of a page apart from its host’s and from other pages’', async () => {
    const { client } = await startTestBroker(nowhere);
    const [one, two] = [await client.create(), await client.create()];
    const cancel = ({ id }: { id: string }, key?: string) =>
      client.call<PaymentSessionView>(path(id, 'cancel'), { body: {}, headers: { ...once, origin: allowedOrigin }, key });
    expect((await cancel(one, one.clientSecret)).status).toBe(200);
    expect((await cancel(two, two.clientSecret)).status).toBe(200);
    const host = await cancel(two);
    expect([host.status, host.headers.get('idempotent-replayed')]).toEqual([200, null]);
  });

  it('is performed again after a restart when its broker died at it, and never kept without its caller', async () => {
    const directory = makeDirectory();
    const broker = await startTestBroker(nowhere, {}, directory);
    const { id } = await broker.client.create();
    const wrong = await broker.client.call(path(id, 'cancel'), { body: { no: 'field' }, headers: once });
    expect(wrong.body.error.code).toBe('ERR_FIELD_UNKNOWN');
    await broker.client.call(path(id, 'cancel'), { body: {}, headers: once });
    await broker.close();
    const database = new DatabaseSync(`${directory}/broker.sqlite`);
    database.exec('UPDATE idempotency_keys SET answer = NULL, leased_until_ms = 9000000000000');
    database.close();
    const { client } = await startTestBroker(nowhere, {}, directory);
    const again = await client.call<PaymentSessionView>(path(id, 'cancel'), { body: {}, headers: once });
    expect([again.status, again.body.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'canceled', null]);
  });

  it('keeps nothing that can be read: no launch URL, no token, no metadata', async () => {
    const instamed = await startInstaMed();
    const directory = makeDirectory();
    const broker = await startTestBroker(instamed.url, {}, directory);
    const { id } = await broker.client.create({ metadata: { note: 'sentinel' } });
    await broker.client.call(path(id, 'launch'), { body: {}, headers: once });
    await broker.client.call(path(id, 'cancel'), { body: {}, headers: once });
    await broker.close();
    const database = new DatabaseSync(`${directory}/broker.sqlite`);
    const rows = database.prepare('SELECT * FROM idempotency_keys').all();
    database.close();
    expect(rows).toHaveLength(2);
    for (const word of ['sentinel', 'token', 'http']) expect(JSON.stringify(rows)).not.toContain(word);
  });

  it('is described for every write of the API', async () => {
    const { client } = await startTestBroker(nowhere);
    const { body } = await client.call<{ paths: Record<string, { post?: { parameters?: { name: string }[] } }> }>('/openapi.json');
    const posts = Object.entries(body.paths).filter(([, { post }]) => post !== undefined);
    expect(posts.length).toBeGreaterThanOrEqual(6);
    for (const [route, { post }] of posts)
      expect(
        post?.parameters?.map(({ name }) => name),
        route,
      ).toContain('idempotency-key');
  });
});
