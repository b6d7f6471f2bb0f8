import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs, tell } from '../../../../scripts/tried/tried.ts';
import { InterleavedWorld, windowMs } from '../../test/engine/interleaved-world.ts';

const knobs = fc.record({
  pays: fc.boolean(),
  webhooks: fc.nat({ max: 2 }),
  cancels: fc.nat({ max: 2 }),
  checks: fc.nat({ max: 1 }),
  /** How far the token's life has come before anything happens, and how time goes on then. */
  beforeMs: fc.constantFrom(0, windowMs - 12_000, windowMs - 1),
  stepsMs: fc.array(fc.constantFrom(1, 2_000, 10_000, windowMs, 300_000), { minLength: 2, maxLength: 5 }),
});

/** How a host is told of a payment. */
const completing: ReadonlySet<string> = new Set(['payment.settled', 'payment.completed_late']);
const isPaid = ({ status }: { readonly status?: string }) => status === 'approved';

test(
  'poll, webhook, cancel, check and expiry in any order end in one outcome, told once, and never in "unpaid" where money was taken',
  { timeout: 1_800_000 },
  async (context) => {
    const seen = { paid: 0, unpaid: 0, late: 0 };
    const property = fc.asyncProperty(fc.scheduler(), knobs, async (scheduler, { pays, webhooks, cancels, checks, beforeMs, stepsMs }) => {
      const world = new InterleavedWorld(scheduler);
      const { clock, engine, instamed } = world;
      try {
        await world.launch();
        const { sessionId } = world;
        await clock.advance(beforeMs);
        world.scheduleTime(stepsMs);
        if (pays)
          world.schedule('payer', [
            () => instamed.begin(),
            () => (instamed.committed = instamed.begun),
            () => (instamed.shown = instamed.committed),
          ]);
        world.schedule(
          'webhook',
          Array.from({ length: webhooks }, () => () => world.hint()),
        );
        world.schedule(
          'cancel',
          Array.from({ length: cancels }, () => () => engine.cancel(sessionId)),
        );
        world.schedule(
          'check',
          Array.from({ length: checks }, () => () => engine.checkNow(sessionId)),
        );
        await world.runOut();

        const { begun } = instamed;
        const told = await world.told();
        const last = world.outcomes.at(-1);
        expect([last?.final, last?.status]).toEqual([true, expect.stringMatching(begun ? /^approved$/ : /^(canceled|expired)$/)]);
        // Paid once, and never again anything else.
        const firstPaid = world.outcomes.findIndex(isPaid);
        expect(world.outcomes.slice(firstPaid === -1 ? world.outcomes.length : firstPaid).every(isPaid)).toBe(true);
        const completions = told.filter(({ type, data }) => completing.has(type) && isPaid(data));
        expect(completions).toHaveLength(begun ? 1 : 0);
        expect(told.filter(({ type }) => type === 'payment.settled').length).toBeLessThanOrEqual(1);
        const denied = [...world.outcomes, ...told.map(({ data }) => data)].filter((outcome) => outcome.final === true && !isPaid(outcome));
        expect(begun ? denied : []).toEqual([]);
        seen[begun ? 'paid' : 'unpaid'] += 1;
        if (begun && last?.late === true) seen.late += 1;
      } finally {
        await world.end();
      }
    });
    await fc.assert(property, runs(1_000));

    expect(Math.min(seen.paid, seen.unpaid, seen.late)).toBeGreaterThan(0);
    const what = `interleavings over SQLite: ${seen.paid} paid (${seen.late} found late) and ${seen.unpaid} unpaid, each told once, 0 called unpaid that were paid`;
    tell(context, 'poll, webhook, cancel, expiry', seen.paid + seen.unpaid, what);
  },
);
