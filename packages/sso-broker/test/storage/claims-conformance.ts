import { expect, test } from 'vitest';
import { confirming, open } from '../session/story.ts';
import { terms } from '../session/terms.ts';
import type { Effect } from '../../src/session/effect.ts';
import { createSession } from '../../src/session/transition.ts';
import type { Store } from '../../src/storage/store.ts';

const leaseMs = 60_000;
const poll: Effect = { type: 'pollToken', token: 'T1', dueAtMs: 100, attempt: 0 };

/** What every storage engine promises about due work: who may perform it, for how long, and who may no longer write. */
export function testClaims(store: () => Store): void {
  const create = (effects: readonly Effect[]) => store().create(open.session, effects);
  const claimAll = (nowMs: number) => store().claimDue({ nowMs, limit: 100, leaseMs });
  const claimOne = async (nowMs: number, oneLeaseMs = leaseMs) => {
    const [claimed] = await store().claimDue({ nowMs, limit: 1, leaseMs: oneLeaseMs });
    if (claimed === undefined) throw new Error('nothing was due');
    return claimed;
  };

  test('hands out due effects only, the earliest first, and each to one taker', async () => {
    await create([
      { type: 'pollToken', token: 'T2', dueAtMs: 200, attempt: 0 },
      { type: 'pollToken', token: 'T1', dueAtMs: 100, attempt: 0 },
      { type: 'pollToken', token: 'T3', dueAtMs: 301, attempt: 0 },
    ]);
    expect(await claimAll(99)).toEqual([]);
    expect(await claimOne(300)).toMatchObject({ sessionId: terms.id, effect: { token: 'T1', dueAtMs: 100 } });
    expect((await claimAll(300)).map(({ effect }) => effect)).toMatchObject([{ token: 'T2' }]);
    expect(await claimAll(300)).toEqual([]);
  });

  test('hands out the effects of one session only when asked to', async () => {
    await create([{ type: 'pollToken', token: 'T1', dueAtMs: 1, attempt: 0 }]);
    await store().create(createSession({ ...terms, id: 'ps_2' })[0], [{ type: 'expireSession', dueAtMs: 1 }]);
    const claimed = await store().claimDue({ nowMs: 1, limit: 9, leaseMs, sessionId: 'ps_2' });
    expect(claimed).toMatchObject([{ sessionId: 'ps_2', effect: { type: 'expireSession' } }]);
  });

  test('has a claimed effect due again when its lease ends, as one that was never claimed', async () => {
    await create([poll]);
    const first = await claimOne(100, 0);
    const second = await claimOne(100);
    expect(second).toMatchObject({ sessionId: terms.id, effect: poll });
    expect(second).not.toEqual(first);
    expect(await claimAll(100)).toEqual([]);
  });

  test('tells the end of a lease as the next time at which anything can be claimed', async () => {
    await create([poll]);
    await claimOne(100);
    const nextMs = (await store().nextDueAtMs(100)) ?? 0;
    expect(nextMs).toBeGreaterThan(100 + leaseMs / 2);
    expect(nextMs).toBeLessThanOrEqual(100 + leaseMs);
  });

  test('prolongs a lease that is held, and none that was lost', async () => {
    await create([poll]);
    const lost = await claimOne(100, 0);
    const held = await claimOne(100, 0);
    await store().renew([lost], { nowMs: 100, leaseMs });
    const taken = await claimOne(100, 0);
    expect(taken).not.toEqual(held);
    await store().renew([held, taken], { nowMs: 100, leaseMs });
    expect(await claimAll(100)).toEqual([]);
    expect(await store().commit({ from: open.session, to: open.session, performed: taken, effects: [] })).toBe('committed');
  });

  test('lets nobody write who was paused past the lease: nothing of it is stored', async () => {
    await create([poll]);
    const paused = await claimOne(100, 0);
    const owner = await claimOne(100);
    const read: Effect = { type: 'readReceipt', token: 'T1', dueAtMs: 150, attempt: 0 };
    expect(await store().commit({ from: open.session, to: confirming.session, performed: paused, effects: [read] })).toBe('lost');
    expect(await store().load(terms.id)).toEqual(open.session);
    expect(await claimAll(150)).toEqual([]);
    expect(await store().commit({ from: open.session, to: confirming.session, performed: owner, effects: [read] })).toBe('committed');
    expect(await claimAll(150)).toMatchObject([{ effect: read }]);
  });

  test('lets whoever has a lapsed lease write as long as nobody else has taken the effect', async () => {
    await create([poll]);
    const claimed = await claimOne(100, 0);
    expect(await store().commit({ from: open.session, to: open.session, performed: claimed, effects: [] })).toBe('committed');
  });

  test('drops a performed effect, and only once', async () => {
    await create([poll]);
    const performed = await claimOne(100);
    expect(await store().commit({ from: open.session, to: open.session, performed, effects: [] })).toBe('committed');
    expect(await store().nextDueAtMs(0)).toBeUndefined();
    expect(await store().commit({ from: open.session, to: open.session, performed, effects: [] })).toBe('lost');
  });

  test('lets the answer to an effect that was replaced meanwhile store nothing', async () => {
    await create([poll]);
    const performed = await claimOne(100);
    const read: Effect = { type: 'readReceipt', token: 'T1', dueAtMs: 150, attempt: 0 };
    await store().commit({ from: open.session, to: confirming.session, effects: [read] });
    expect(await store().commit({ from: confirming.session, to: confirming.session, performed, effects: [] })).toBe('lost');
    expect(await claimAll(150)).toMatchObject([{ effect: read }]);
  });

  test('puts the next effect of a token in place of the one that led to it', async () => {
    await create([poll]);
    const next: Effect = { ...poll, dueAtMs: 200 };
    await store().commit({ from: open.session, to: open.session, performed: await claimOne(100), effects: [next] });
    expect(await claimAll(199)).toEqual([]);
    expect(await claimAll(200)).toMatchObject([{ effect: next }]);
  });

  test('brings the looks at a session forward, at most once in a while, and leaves its timers', async () => {
    await create([
      { type: 'pollToken', token: 'T1', dueAtMs: 10_000, attempt: 0 },
      { type: 'expireSession', dueAtMs: 20_000 },
    ]);
    expect(await store().bringForward(terms.id, 5_000, 2_000)).toBe(true);
    expect(await claimAll(5_000)).toMatchObject([{ effect: { type: 'pollToken', dueAtMs: 5_000 } }]);
    expect(await store().bringForward(terms.id, 6_999, 2_000)).toBe(false);
    expect(await store().bringForward(terms.id, 7_000, 2_000)).toBe(true);
    expect(await store().bringForward('ps_unknown', 7_000, 2_000)).toBe(false);
  });

  test('leaves a look that is being made alone when it is asked for another', async () => {
    await create([poll]);
    await claimOne(100);
    await store().bringForward(terms.id, 200, 0);
    expect(await claimAll(200)).toEqual([]);
  });
}
