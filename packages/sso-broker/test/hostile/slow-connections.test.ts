import { describe, expect, onTestFinished, test } from 'vitest';
import { tell } from '../../../../scripts/tried/tried.ts';
import { startTestBroker, type TestBroker } from '../support/broker.ts';
import { hostKey } from '../support/credentials.ts';
import { SlowCaller } from './slow-caller.ts';

const nowhere = 'http://127.0.0.1:9';
const opening = `POST /v1/payment-sessions HTTP/1.1\r\nhost: b\r\nauthorization: Bearer ${hostKey}\r\ncontent-type: application/json\r\n`;

const slow = {
  'says nothing': (caller: SlowCaller) => caller,
  'sends its headers a byte at a time': (caller: SlowCaller) => caller.dribble(`${opening}x-slow: `),
  'sends its body a byte at a time': (caller: SlowCaller) => caller.dribble(`${opening}content-length: 60000\r\n\r\n{"metadata":{"a":"`),
  'sends a chunk now and then': (caller: SlowCaller) =>
    caller.dribble(`${opening}transfer-encoding: chunked\r\n\r\n10000\r\n{"metadata":{"a":"`),
};

async function callers(broker: TestBroker, count: number, from?: string): Promise<SlowCaller[]> {
  const made = await Promise.all(Array.from({ length: count }, () => SlowCaller.connect(broker.url, from)));
  onTestFinished(() => {
    for (const caller of made) caller.leave();
  });
  return made;
}

const statusOf = (heard: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(heard)?.[1]);
const codeOf = (heard: string) => /"code":"(\w+)"/.exec(heard)?.[1];

describe('connections that take their time', { timeout: 60_000 }, () => {
  test('are told so and closed, and meanwhile others are answered', async (context) => {
    const broker = await startTestBroker(nowhere, { connections: { headersTimeoutMs: 400, requestTimeoutMs: 800 } });
    const each = 25;
    const kinds = Object.values(slow);
    const made = await callers(broker, each * kinds.length);
    made.forEach((caller, index) => kinds[index % kinds.length]?.(caller));
    let answered = 0;
    const ends = Promise.all(made.map((caller) => caller.untilClosed()));
    while (made.some((caller) => !caller.isClosed)) {
      await broker.client.create();
      answered += 1;
    }
    const told = (await ends).filter((heard) => heard !== '');
    for (const heard of told) expect([statusOf(heard), codeOf(heard)]).toEqual([408, 'ERR_REQUEST_TIMEOUT']);
    // Who is still sending may lose the answer to the reset; who says nothing hears it.
    expect(told.length).toBeGreaterThanOrEqual(each);
    expect(answered).toBeGreaterThan(3);
    expect(broker.log.join('')).not.toMatch(/internal_error|"level":"(error|fatal)"/);
    tell(context, 'slow connections', made.length, `of ${kinds.length} kinds: each closed in time, others answered meanwhile`);
  });

  test('and read nothing of what they asked for are closed', async () => {
    const broker = await startTestBroker(nowhere, { connections: { stalledTimeoutMs: 400 } });
    const [reader] = await callers(broker, 1);
    const pages = 1_000;
    reader?.turnAway().say('GET /openapi.json HTTP/1.1\r\nhost: b\r\n\r\n'.repeat(pages));
    // Who reads nothing hears of the end only when writing.
    await expect.poll(() => reader?.say('\r\n').isClosed, { timeout: 20_000, interval: 50 }).toBe(true);
    expect((await broker.client.call('/healthz')).status).toBe(200);
  });

  test('are bounded for one address, and those of others are not', async () => {
    const broker = await startTestBroker(nowhere, { connections: { perAddress: 5 } });
    await callers(broker, 5, '127.0.0.2');
    const [refused] = await callers(broker, 1, '127.0.0.2');
    const heard = (await refused?.untilClosed()) ?? '';
    expect([statusOf(heard), codeOf(heard)]).toEqual([429, 'ERR_TOO_MANY_CONNECTIONS']);
    expect(heard).toContain('\r\nretry-after: 10\r\n');
    expect((await broker.client.call('/v1/payment-sessions')).status).toBe(200);
  });

  test('of a proxy are bounded in total only', async () => {
    const choices = { connections: { perAddress: 1 }, trustedProxies: ['127.0.0.3'] };
    const broker = await startTestBroker(nowhere, choices);
    const made = await callers(broker, 5, '127.0.0.3');
    for (const caller of made) caller.say('GET /healthz HTTP/1.1\r\nhost: b\r\nconnection: close\r\n\r\n');
    for (const caller of made) expect(statusOf(await caller.untilClosed())).toBe(200);
  });

  test('give way, the longest idle first, when there is no room, so that whoever asks is answered', async () => {
    const broker = await startTestBroker(nowhere, { connections: { most: 20 } });
    const session = await broker.client.create();
    const events = await broker.client.follow(session);
    await events.nextView();
    const made = await callers(broker, 60, '127.0.0.4');
    for (let time = 0; time < 5; time += 1) {
      const [asking] = await callers(broker, 1, '127.0.0.5');
      asking?.say('GET /healthz HTTP/1.1\r\nhost: b\r\nconnection: close\r\n\r\n');
      expect(statusOf((await asking?.untilClosed()) ?? '')).toBe(200);
    }
    await expect.poll(() => made.filter((caller) => !caller.isClosed).length).toBeLessThan(20);
    // A stream is a request under way: it gives way to nobody.
    await broker.client.call(`/v1/payment-sessions/${session.id}/cancel`, { body: {} });
    expect((await events.nextView()).status).toBe('canceled');
    await events.close();
  });

  test('are refused when something is under way on every one', async () => {
    const broker = await startTestBroker(nowhere, { connections: { most: 1 } });
    const session = await broker.client.create();
    const [watcher] = await callers(broker, 1, '127.0.0.6');
    watcher?.say(`GET /v1/payment-sessions/${session.id}/events HTTP/1.1\r\nhost: b\r\nauthorization: Bearer ${hostKey}\r\n\r\n`);
    await expect.poll(() => watcher?.heard).toContain('event: session');
    const [refused] = await callers(broker, 1, '127.0.0.7');
    const heard = (await refused?.untilClosed()) ?? '';
    expect([statusOf(heard), codeOf(heard)]).toEqual([503, 'ERR_OVERLOADED']);
    expect(watcher?.isClosed).toBe(false);
  });
});
