import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { UpstreamCall } from '../../src/gateway/observe-calls.ts';
import { startTestBroker, type TestBroker } from '../support/broker.ts';
import { hostKey, secrets } from '../support/credentials.ts';
import { onScreen, startInstaMed, tokenOf } from '../support/instamed.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

const patient = { id: 'Sentinel-Mrn', firstName: 'Sentinel-Given', lastName: 'Sentinel-Family' };

const read = async ({ metricsUrl }: TestBroker, authorization?: string) =>
  fetch(`${metricsUrl}/metrics`, { headers: authorization === undefined ? {} : { authorization } });

/** The values of one metric, by its labels as they are written. */
async function valuesOf(broker: TestBroker, name: string): Promise<Readonly<Record<string, number>>> {
  const text = await (await read(broker)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return Object.fromEntries(
    lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

function listen(name: string, take: (message: unknown) => void): void {
  const taking = (message: unknown) => take(message);
  subscribe(name, taking);
  onTestFinished(() => void unsubscribe(name, taking));
}

describe('metrics', { timeout: 60_000 }, () => {
  it('count launches, calls, outcomes, webhooks and requests, and tell nothing of patients, sessions, secrets or amounts', async () => {
    const instamed = await startInstaMed();
    const receiver = await startReceiver();
    const broker = await startTestBroker(instamed.url, { metrics: 'open', webhooks: [{ id: 'main', url: receiver.url }] });
    const { client } = broker;
    const session = await client.create({ patient, staff: { id: 'Sentinel-Clerk' }, invoice: 'Sentinel-Invoice' });
    const events = await client.follow(session);
    const launch = await client.launch(session);
    await onScreen(instamed, launch, 'pay');
    await events.until('approved');
    await events.close();
    await client.call('/v1/payment-sessions/ps_unknown?q=Sentinel-Query');
    await client.call('/Sentinel-Path');

    await expect
      .poll(() => valuesOf(broker, 'collect_payment_webhook_attempts_total'), { timeout: 30_000 })
      .toEqual({
        '{tenant="riverside",endpoint="main",outcome="delivered"}': 1,
      });
    expect(await valuesOf(broker, 'collect_payment_session_status_total')).toMatchObject({
      '{tenant="riverside",status="launching"}': 1,
      '{tenant="riverside",status="open"}': 1,
      '{tenant="riverside",status="approved"}': 1,
    });
    expect(await valuesOf(broker, 'collect_payment_upstream_call_duration_seconds_count')).toMatchObject({
      '{tenant="riverside",operation="launch",outcome="launched"}': 1,
      '{tenant="riverside",operation="receipt",outcome="receipt"}': 1,
    });
    expect(await valuesOf(broker, 'collect_payment_request_duration_seconds_count')).toMatchObject({
      '{method="POST",route="/v1/payment-sessions",status="201"}': 1,
      '{method="GET",route="(none)",status="404"}': 1,
    });
    expect(await valuesOf(broker, 'collect_payment_breaker_state')).toMatchObject({ '{tenant="riverside",operation="launch"}': 0 });
    expect(await valuesOf(broker, 'collect_payment_store_up')).toEqual({ '': 1 });
    expect(await valuesOf(broker, 'collect_payment_webhooks_pending')).toEqual({ '{tenant="riverside"}': 0, '{tenant="hillside"}': 0 });

    const answer = await read(broker);
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect(text).not.toMatch(/sentinel|ps_|req_|evt_|125/i);
    for (const secret of [hostKey, session.clientSecret, tokenOf(launch), session.id, ...Object.values(secrets)])
      expect(text).not.toContain(secret);
  });

  it('are read on a port of their own, and on the port of the API by nobody', async () => {
    const broker = await startTestBroker('http://127.0.0.1:9', { metrics: 'open' });
    expect((await broker.client.call('/metrics')).body).toMatchObject({ error: { code: 'ERR_ROUTE_UNKNOWN' } });
    expect(new URL(broker.metricsUrl ?? '').port).not.toBe(new URL(broker.url).port);
    const elsewhere = await fetch(`${broker.metricsUrl}/v1/payment-sessions`, { headers: { authorization: `Bearer ${hostKey}` } });
    expect([elsewhere.status, await elsewhere.json()]).toMatchObject([404, { error: { code: 'ERR_ROUTE_UNKNOWN' } }]);
    const posted = await fetch(`${broker.metricsUrl}/metrics`, { method: 'POST', body: 'x' });
    expect(posted.status).toBe(404);
  });

  it('are read by whoever has the token, where there is one', async () => {
    const broker = await startTestBroker('http://127.0.0.1:9', { metrics: 'by token' });
    for (const wrong of [
      undefined,
      'Bearer wrong',
      `Basic ${secrets.metricsToken}`,
      `Bearer ${hostKey}`,
      `Bearer ${secrets.metricsToken}x`,
    ]) {
      const refused = await read(broker, wrong);
      expect([refused.status, await refused.json()]).toMatchObject([401, { error: { code: 'ERR_METRICS_UNAUTHENTICATED' } }]);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect((await read(broker, `Bearer ${secrets.metricsToken}`)).status).toBe(200);
  });

  it('are not there when nobody asked for them', async () => {
    expect((await startTestBroker('http://127.0.0.1:9')).metricsUrl).toBeUndefined();
  });

  it('tell that InstaMed does not answer, and that its calls are held back', async () => {
    const broker = await startTestBroker('http://127.0.0.1:9', { metrics: 'open' });
    const { id } = await broker.client.create();
    for (let launch = 0; launch < 6; launch += 1) await broker.client.call(`/v1/payment-sessions/${id}/launch`, { body: {} });
    expect(await valuesOf(broker, 'collect_payment_upstream_call_duration_seconds_count')).toMatchObject({
      '{tenant="riverside",operation="launch",outcome="unreachable"}': 5,
    });
    expect(await valuesOf(broker, 'collect_payment_upstream_deferred_total')).toMatchObject({
      '{tenant="riverside",operation="launch"}': 1,
    });
    expect(await valuesOf(broker, 'collect_payment_breaker_state')).toMatchObject({ '{tenant="riverside",operation="launch"}': 2 });
  });
});

describe('whoever traces the process', { timeout: 30_000 }, () => {
  it('sees each call to InstaMed begin and end, in which request, and nothing of what was said', async () => {
    const instamed = await startInstaMed();
    const calls: { readonly at: string; readonly call: UpstreamCall }[] = [];
    const entries: unknown[] = [];
    listen('tracing:collect-payment:upstream:start', (call) => calls.push({ at: 'start', call: call as UpstreamCall }));
    listen('tracing:collect-payment:upstream:asyncEnd', (call) => calls.push({ at: 'end', call: call as UpstreamCall }));
    listen('collect-payment:log', (entry) => entries.push(entry));

    const { client } = await startTestBroker(instamed.url, { intervalMs: 60_000 });
    const session = await client.create({ patient });
    const path = `/v1/payment-sessions/${session.id}/launch`;
    const { headers } = await client.call(path, { body: {}, key: session.clientSecret });
    const requestId = headers.get('request-id');
    expect(calls.map(({ at }) => at)).toEqual(['start', 'end']);
    expect(calls[0]?.call).toBe(calls[1]?.call);
    expect(calls[1]?.call).toEqual({
      tenantId: 'riverside',
      operation: 'launch',
      requestId,
      outcome: 'launched',
      durationMs: expect.any(Number) as number,
    });
    expect(entries).toContainEqual(expect.objectContaining({ type: 'status_changed', to: 'open', requestId }));
    expect(JSON.stringify([calls, entries])).not.toMatch(/sentinel/i);
  });
});
