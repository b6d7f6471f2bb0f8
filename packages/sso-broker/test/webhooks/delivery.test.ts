import type { lookup } from 'node:dns';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { terms } from '../session/terms.ts';
import { startReceiver, WebhookReceiver } from '../support/webhook-receiver.ts';
import { Dispatching, endpointAt, whsec } from './dispatching.ts';

async function dispatching(
  endpoints: ConstructorParameters<typeof Dispatching>[0],
  options?: ConstructorParameters<typeof Dispatching>[1],
) {
  const world = new Dispatching(endpoints, options);
  await world.start();
  return world;
}

describe('a webhook', { timeout: 30_000 }, () => {
  test('arrives signed, as JSON, at the whole address', async () => {
    const receiver = await startReceiver();
    const world = await dispatching([endpointAt(receiver.url)]);
    await world.tell('main');
    const [first] = await receiver.count(1);
    expect(first?.headers['content-type']).toBe('application/json');
    expect(first?.headers['webhook-id']).toBe('evt_1');
    expect(WebhookReceiver.verify(first!, whsec)).toEqual({ type: 'payment.settled', made: 1 });
    expect(await world.logged('webhook_delivered')).toMatchObject({ endpointId: 'main', attempt: 1, responseStatus: 204 });
  });

  test('is sent again with the same id and body, and another time, until it is received', async () => {
    const receiver = await startReceiver(500);
    const world = await dispatching([endpointAt(receiver.url)]);
    await world.tell('main');
    await world.logged('webhook_failed');
    receiver.answer = 200;
    await world.clock.advance(5_000);
    await world.logged('webhook_delivered');
    const [first, second] = receiver.received;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(Number(second?.headers['webhook-timestamp']) - Number(first?.headers['webhook-timestamp'])).toBe(5);
    await world.clock.advance(48 * 3_600_000);
    expect(receiver.received).toHaveLength(2);
  });

  test('is tried ten times, and then given up aloud', async () => {
    const receiver = await startReceiver(503);
    const world = await dispatching([endpointAt(receiver.url)]);
    await world.tell('main');
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      await world.logged('webhook_failed', attempt);
      const [{ nextAttemptAtMs = 0 } = {}] = await world.deliveries();
      await world.clock.advance(nextAttemptAtMs - world.clock.nowMs());
    }
    expect(await world.logged('webhook_given_up')).toMatchObject({ attempt: 10, responseStatus: 503 });
    expect(receiver.received).toHaveLength(10);
    expect(await world.deliveries()).toMatchObject([{ status: 'failed', attempts: 10 }]);
  });

  test('follows no redirect', async () => {
    const target = await startReceiver();
    const receiver = await startReceiver((response) => response.writeHead(307, { location: target.url }).end());
    const world = await dispatching([endpointAt(receiver.url)]);
    await world.tell('main');
    expect(await world.logged('webhook_failed')).toMatchObject({ failure: 'http_status', responseStatus: 307 });
    expect(target.received).toEqual([]);
  });

  test('waits as long as the endpoint asks', async () => {
    const receiver = await startReceiver((response) => response.writeHead(429, { 'retry-after': '600' }).end());
    const world = await dispatching([endpointAt(receiver.url)]);
    await world.tell('main');
    await world.logged('webhook_failed');
    await world.clock.advance(599_000);
    expect(receiver.received).toHaveLength(1);
    receiver.answer = 204;
    await world.clock.advance(1_000);
    await world.logged('webhook_delivered');
  });

  test('is received whatever the body of a 2xx says, even when it never ends', async () => {
    const receiver = await startReceiver((response) => {
      response.writeHead(200);
      const pour = (): boolean => response.write('x'.repeat(65_536)) && pour();
      response.on('drain', pour);
      pour();
    });
    const world = await dispatching([endpointAt(receiver.url)]);
    await world.tell('main');
    expect(await world.logged('webhook_delivered')).toMatchObject({ responseStatus: 200 });
  });

  test('that gets no answer in time is tried again', async () => {
    const receiver = await startReceiver(() => undefined);
    const world = await dispatching([endpointAt(receiver.url)], { timeoutMs: 50 });
    await world.tell('main');
    expect(await world.logged('webhook_failed')).toMatchObject({ failure: 'timeout' });
  });

  test('that nobody takes is tried again', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const world = await dispatching([endpointAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)]);
    await world.tell('main');
    expect(await world.logged('webhook_failed')).toMatchObject({ failure: 'unreachable' });
  });
});

describe('an endpoint', { timeout: 30_000 }, () => {
  test('that answers 410 is sent nothing more, until a delivery is replayed', async () => {
    const receiver = await startReceiver(410);
    const world = await dispatching([endpointAt(receiver.url)]);
    await world.tell('main');
    expect(await world.logged('webhook_endpoint_disabled')).toEqual({
      type: 'webhook_endpoint_disabled',
      tenantId: 'clinic',
      endpointId: 'main',
    });
    await world.tell('main');
    await world.clock.advance(3_600_000);
    expect(receiver.received).toHaveLength(1);
    receiver.answer = 204;
    await world.store.outbox.replay('clinic', 'evt_1-main', world.clock.nowMs());
    world.dispatcher.wake('clinic');
    await world.clock.advance(0);
    await world.logged('webhook_delivered', 2);
    const counted = Map.groupBy(receiver.received, ({ headers }) => headers['webhook-id']);
    expect([counted.get('evt_1')?.length, counted.get('evt_2')?.length]).toEqual([2, 1]);
  });

  test('that hangs delays no other', async () => {
    const held: ServerResponse[] = [];
    const hanging = await startReceiver((response) => void held.push(response));
    const healthy = await startReceiver();
    const world = await dispatching([endpointAt(hanging.url, 'hanging'), endpointAt(healthy.url, 'healthy')]);
    for (let count = 0; count < 20; count += 1) await world.tell('hanging', 'healthy');
    await healthy.count(20);
    // Four at a time, and the rest wait for these four alone.
    await hanging.count(4);
    expect(hanging.received).toHaveLength(4);
    hanging.answer = 204;
    for (const response of held) response.end();
    for (let count = 1; count <= 40; count += 1) {
      await world.logged('webhook_delivered', count);
      await world.clock.advance(0);
    }
    expect(hanging.received).toHaveLength(20);
  });

  test('gets at the start what was stored before', async () => {
    const receiver = await startReceiver();
    const world = new Dispatching([endpointAt(receiver.url)]);
    await world.create();
    await world.tell('main');
    expect(receiver.received).toEqual([]);
    world.dispatcher.start();
    await world.clock.advance(0);
    expect((await receiver.count(1)).map(({ headers }) => headers['webhook-id'])).toEqual(['evt_1']);
    await world.logged('webhook_delivered');
  });
});

const listener = async () => {
  const receiver = await startReceiver();
  return { receiver, port: new URL(receiver.url).port };
};

describe('an address that webhooks must not reach', { timeout: 30_000 }, () => {
  test.each([
    '127.0.0.1',
    'localhost',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '017700000001',
    '0177.0.0.1',
    '127.0.0.1.',
    '１２７.0.0.1',
    '0.0.0.0',
    '0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[::]',
  ])('%s is not connected to', async (host) => {
    const { receiver, port } = await listener();
    const world = await dispatching([endpointAt(`http://${host}:${port}/`)], { allowLoopback: false });
    await world.tell('main');
    expect(await world.logged('webhook_failed')).toMatchObject({ failure: 'forbidden_address' });
    expect(receiver.received).toEqual([]);
  });

  test('is found out behind a name, also beside a public one', async () => {
    const { receiver, port } = await listener();
    const addresses = ['93.184.216.34', '127.0.0.1'].map((address) => ({ address, family: 4 }));
    const resolver = ((_name: string, _options: object, answer: (error: null, found: object[]) => void) =>
      answer(null, addresses)) as unknown as typeof lookup;
    const world = await dispatching([endpointAt(`http://rebinding.test:${port}/`)], { allowLoopback: false, resolver });
    await world.tell('main');
    expect(await world.logged('webhook_failed')).toMatchObject({ failure: 'forbidden_address' });
    expect(receiver.received).toEqual([]);
  });
});

describe('a dispatcher that ends', { timeout: 30_000 }, () => {
  test('waits a moment for attempts under way, and stores what came of them', async () => {
    const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<ServerResponse>()];
    const receiver = await startReceiver((response) => {
      answer.resolve(response);
      asked.resolve();
    });
    const world = await dispatching([endpointAt(receiver.url)]);
    await world.tell('main');
    await asked.promise;
    const stopped = world.dispatcher.stop();
    (await answer.promise).writeHead(204).end();
    await stopped;
    expect(await world.deliveries()).toMatchObject([{ status: 'delivered', attempts: 1 }]);
  });

  test('hands over at once what an endpoint does not answer, without an attempt', async () => {
    const receiver = await startReceiver(() => undefined);
    const world = await dispatching([endpointAt(receiver.url)], { timeoutMs: 600_000 });
    const toldAtMs = world.clock.nowMs();
    await world.tell('main');
    await receiver.count(1);
    const stopped = world.dispatcher.stop();
    await world.clock.advance(2_000);
    await stopped;
    expect(await world.deliveries()).toMatchObject([{ status: 'pending', attempts: 0, nextAttemptAtMs: toldAtMs }]);
    const endpoint = { tenantId: terms.tenantId, endpointId: 'main', url: receiver.url };
    expect(await world.store.outbox.nextDueAtMs(endpoint)).toBe(toldAtMs);
    expect(world.entries).toEqual([]);
  });
});
