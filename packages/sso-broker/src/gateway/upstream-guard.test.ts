import { describe, expect, it } from 'vitest';
import type { Unavailable } from '../engine/gateway.ts';
import type { GatewayLogEntry } from './gateway-log.ts';
import { UpstreamGuard } from './upstream-guard.ts';

const timeout: Unavailable = { type: 'unavailable', reason: 'timeout' };
const unreadable: Unavailable = { type: 'unavailable', reason: 'unreadable' };
const answer = { type: 'status' };

function start(pollsPerSecond = 1_000) {
  const clock = { nowMs: 1_000_000 };
  const entries: GatewayLogEntry[] = [];
  const guard = new UpstreamGuard({ nowMs: () => clock.nowMs, log: (entry) => entries.push(entry), pollsPerSecond });
  const ask = (operation: 'launch' | 'token-status' | 'receipt', given: { readonly type: string } = answer, tenant = 'a') =>
    guard.ask(tenant, operation, async () => given);
  return { clock, entries, guard, ask };
}

async function fail(ask: ReturnType<typeof start>['ask'], operation: 'launch' | 'token-status', times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await ask(operation, timeout);
}

describe('the guard of the calls to InstaMed', () => {
  it('holds failing polls back, and neither launches, nor receipts, nor another tenant', async () => {
    const { ask } = start();
    await fail(ask, 'token-status', 5);
    expect(await ask('token-status')).toEqual({ type: 'deferred', untilMs: 1_005_000 });
    expect(await Promise.all([ask('launch'), ask('receipt'), ask('token-status', answer, 'b')])).toEqual([answer, answer, answer]);
  });

  it('tells when it begins to hold back and when it ends, and shows it meanwhile', async () => {
    const { ask, clock, entries, guard } = start();
    await fail(ask, 'launch', 6);
    expect(guard.gauges()).toEqual([{ tenantId: 'a', operation: 'launch', state: 'open' }]);
    clock.nowMs += 5_000;
    expect(await ask('launch')).toBe(answer);
    expect(guard.gauges()).toEqual([{ tenantId: 'a', operation: 'launch', state: 'closed' }]);
    expect(entries).toEqual([
      { type: 'upstream_suspended', tenantId: 'a', operation: 'launch', openings: 1, forMs: 5_000 },
      { type: 'upstream_resumed', tenantId: 'a', operation: 'launch' },
    ]);
  });

  it('takes an answer that cannot be read for a sign of life', async () => {
    const { ask } = start();
    for (let time = 0; time < 10; time += 1) expect(await ask('receipt', unreadable)).toBe(unreadable);
  });

  it('counts a call that throws as failed', async () => {
    const { guard, ask } = start();
    const thrown = () => guard.ask('a', 'receipt', () => Promise.reject(new Error('no')));
    for (let time = 0; time < 5; time += 1) await expect(thrown()).rejects.toThrow('no');
    expect(await ask('receipt')).toMatchObject({ type: 'deferred' });
  });

  it('makes as many polls a second as it may, and puts the others off', async () => {
    const { ask, clock } = start(3);
    for (let time = 0; time < 3; time += 1) expect(await ask('token-status')).toBe(answer);
    expect(await ask('token-status')).toEqual({ type: 'deferred', untilMs: clock.nowMs + 5_000 });
    clock.nowMs += 334;
    expect(await ask('token-status')).toBe(answer);
    expect(await ask('token-status')).toMatchObject({ type: 'deferred' });
  });
});
