import { describe, expect, it } from 'vitest';
import type { Pressure } from '../../src/shedding/load.ts';
import type { PressureGauge } from '../../src/shedding/pressure-gauge.ts';
import { startTestBroker } from '../support/broker.ts';
import { makeDirectory } from '../support/directory.ts';
import { basic, basicInbound, inboundPath } from '../support/inbound.ts';
import { onScreen, startInstaMed } from '../support/instamed.ts';
import { secrets } from '../support/credentials.ts';
import { terms } from '../support/client.ts';

/** Measures what it is told to. */
class ToldGauge implements PressureGauge {
  #take: (pressure: Pressure) => void = () => undefined;

  start(take: (pressure: Pressure) => void): void {
    this.#take = take;
  }

  stop(): void {}

  /** So many seconds of as many requests. */
  seconds(count: number, requestsUnderWay: number): void {
    for (let second = 0; second < count; second += 1) this.#take({ eventLoopDelayMs: 0, storeMs: 0, requestsUnderWay });
  }
}

async function startUnderPressure() {
  const instamed = await startInstaMed();
  const gauge = new ToldGauge();
  const choices = { shedding: { requestsUnderWay: 100 }, inbound: basicInbound };
  const broker = await startTestBroker(instamed.url, choices, makeDirectory(), { gauge });
  return { instamed, gauge, broker, client: broker.client };
}

describe('a broker under pressure', { timeout: 30_000 }, () => {
  it('refuses new sessions first, then event streams, and takes both again when it is over', async () => {
    const { gauge, broker, client } = await startUnderPressure();
    const session = await client.create();
    const create = () => client.call('/v1/payment-sessions', { body: terms });
    const follow = () => client.call(`/v1/payment-sessions/${session.id}/events`, { key: session.clientSecret });

    gauge.seconds(3, 100);
    const refused = await create();
    expect([refused.status, refused.body.error.code, refused.headers.get('retry-after')]).toEqual([503, 'ERR_OVERLOADED', '5']);
    const events = await client.follow(session);
    expect((await events.nextView()).status).toBe('created');

    gauge.seconds(3, 200);
    expect((await create()).status).toBe(503);
    const unheard = await follow();
    expect([unheard.status, unheard.body.error.code, unheard.headers.get('retry-after')]).toEqual([503, 'ERR_OVERLOADED', '15']);
    expect((await client.read(session.id)).status).toBe('created');

    gauge.seconds(20, 0);
    expect((await create()).status).toBe(201);
    await (await client.follow(session)).close();
    const said = broker.log.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ type }) => type === 'load_shed');
    expect(said.map(({ shed, level }) => [shed, level])).toEqual([
      [['new_sessions'], 'warn'],
      [['new_sessions', 'event_streams'], 'warn'],
      [['new_sessions'], 'warn'],
      [[], 'info'],
    ]);
    await events.close();
  });

  it('brings what has begun to its end: launch, open streams, completion, receipt, cancel, InstaMed’s webhooks', async () => {
    const { instamed, gauge, client } = await startUnderPressure();
    const [session, other] = [await client.create(), await client.create()];
    const events = await client.follow(session);
    gauge.seconds(100, 100_000);
    expect((await client.call('/v1/payment-sessions', { body: terms })).body.error.code).toBe('ERR_OVERLOADED');

    const launch = await client.launch(session);
    await onScreen(instamed, launch, 'pay');
    expect((await events.until('approved')).outcome?.approvedAmount?.value).toBe('125.00');
    expect((await client.call(`/v1/payment-sessions/${session.id}/receipt`, { key: session.clientSecret })).status).toBe(200);
    const canceled = await client.call<{ status: string }>(`/v1/payment-sessions/${other.id}/cancel`, {
      body: {},
      key: other.clientSecret,
    });
    expect([canceled.status, canceled.body.status]).toEqual([200, 'canceled']);
    expect((await client.call(`/v1/payment-sessions/${other.id}/check`, { body: {}, key: other.clientSecret })).status).toBe(200);
    const told = await client.call(inboundPath, { body: '{}', key: '', headers: { authorization: basic(secrets.inboundPassword) } });
    expect(told.body.error.code).toBe('ERR_WEBHOOK_UNREADABLE');
    for (const path of ['/readyz', '/v1/payment-sessions', '/v1/attention']) expect((await client.call(path)).status).toBe(200);
    await events.close();
  });
});
