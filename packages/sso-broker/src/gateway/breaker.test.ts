import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, breaker, closedBreaker, type Breaker } from './breaker.ts';

const failing = (from: Breaker, times: number, atMs = 0): Breaker =>
  Array.from({ length: times }).reduce<Breaker>((state) => breaker(state, { type: 'failed', generation: state.generation, atMs }), from);
const opened = failing(closedBreaker, 5);
const probing = breaker(opened, { type: 'asked', atMs: 5_000 });

describe('a breaker', () => {
  it('stays closed while answers come between failures', () => {
    const four = failing(closedBreaker, 4);
    const answered = breaker(four, { type: 'answered', generation: four.generation, atMs: 0 });
    expect(failing(answered, 4).state).toBe('closed');
  });

  it('opens at the fifth failure in a row, for 5 s', () => {
    expect(admit(opened, 4_999)).toEqual({ type: 'deferred', untilMs: 5_000 });
    expect(admit(opened, 5_000)).toEqual({ type: 'admitted' });
  });

  it('lets one probe through, and puts the others off meanwhile', () => {
    expect(probing.state).toBe('half_open');
    expect(admit(probing, 5_001)).toEqual({ type: 'deferred', untilMs: 10_001 });
    expect(breaker(probing, { type: 'asked', atMs: 5_001 })).toBe(probing);
  });

  it('closes when the probe is answered', () => {
    const closed = breaker(probing, { type: 'answered', generation: probing.generation, atMs: 6_000 });
    expect(closed).toMatchObject({ state: 'closed', failures: 0 });
  });

  it('stays open for twice as long after each probe that fails, and for a minute at most', () => {
    let state = opened;
    const pauses: number[] = [];
    for (let probe = 0; probe < 6; probe += 1) {
      if (state.state !== 'open') throw new Error(state.state);
      const { sinceMs, untilMs } = state;
      pauses.push(untilMs - sinceMs);
      state = failing(breaker(state, { type: 'asked', atMs: untilMs }), 1, untilMs);
    }
    expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it.each(['answered', 'failed'] as const)('learns nothing from a call made before it opened that is %s only now', (type) => {
    const { generation } = closedBreaker;
    expect(breaker(opened, { type, generation, atMs: 1_000 })).toBe(opened);
    expect(breaker(probing, { type, generation, atMs: 6_000 })).toBe(probing);
  });

  it('lets another probe through when one has not come back, and when the clock was set back', () => {
    expect(admit(probing, 35_000)).toEqual({ type: 'admitted' });
    expect(admit(opened, -1)).toEqual({ type: 'admitted' });
  });

  it('never keeps anybody out for longer than a minute, whatever happened', () => {
    const kind = fc.constantFrom('asked', 'answered', 'failed');
    fc.assert(
      fc.property(fc.array(fc.record({ kind, afterMs: fc.integer({ min: 0, max: 90_000 }), old: fc.boolean() })), (happenings) => {
        let state = closedBreaker;
        let atMs = 0;
        for (const { kind: type, afterMs, old } of happenings) {
          atMs += afterMs;
          const generation = state.generation - (old ? 1 : 0);
          state = breaker(state, type === 'asked' ? { type, atMs } : { type, generation, atMs });
          const admission = admit(state, atMs);
          expect(admission.type === 'deferred' ? admission.untilMs - atMs : 0).toBeLessThanOrEqual(60_000);
        }
      }),
    );
  });
});
