import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { action, RandomStory, type Action } from '../../test/session/random-story.ts';
import { outcomeOf } from './outcome.ts';
import { isSettled, type PaymentSession } from './session.ts';
import type { SessionEvent } from './session-event.ts';
import { allWatches } from './watches.ts';

const stories = fc.array(action, { minLength: 1, maxLength: 60 });
const runs = { numRuns: 2_000 };

function isPaid(session: PaymentSession): boolean {
  return session.status === 'approved' || session.status === 'partially_approved';
}

/** From one settled status only a payment leads to another, and from a payment nothing does. */
function staysSettled(before: PaymentSession, after: PaymentSession): boolean {
  if (isPaid(before)) return isDeepStrictEqual(outcomeOf(after), outcomeOf(before));
  return after.status === before.status || isPaid(after);
}

/** What must be pending for a session in whatever it waits for: by the effect's place, the effect's type. */
function awaited(session: PaymentSession): readonly (readonly [string, string])[] {
  const looks = allWatches(session).filter(({ stage }) => stage !== 'ended');
  const timers = session.status === 'launching' ? ['recoverLaunch'] : session.status === 'created' ? ['expireSession'] : [];
  return [
    ...looks.map(({ token, stage }) => [token, stage === 'polling' ? 'pollToken' : 'readReceipt'] as const),
    ...timers.map((timer) => ['', timer] as const),
  ];
}

/** Whether the outcome says that no money was taken, and nothing more will be looked up. */
function isCalledUnpaid(session: PaymentSession): boolean {
  const outcome = outcomeOf(session);
  return outcome?.status === 'expired' || (outcome?.status === 'canceled' && outcome.final);
}

/** Plays the actions, checking `observe` at every event. */
function play(
  actions: readonly Action[],
  observe: (before: PaymentSession, after: PaymentSession, event: SessionEvent) => void,
): RandomStory {
  const story = new RandomStory(observe);
  for (const act of actions) story.act(act);
  return story;
}

test('a settled session stays settled, and a paid one keeps its payment', () => {
  fc.assert(
    fc.property(stories, (actions) => {
      play(actions, (before, after) => {
        expect(!isSettled(before) || staysSettled(before, after)).toBe(true);
      });
    }),
    runs,
  );
});

test('the sequence grows by one with every change, and with nothing else', () => {
  fc.assert(
    fc.property(stories, (actions) => {
      play(actions, (before, after) => expect(after.sequence - before.sequence).toBe(after === before ? 0 : 1));
    }),
    runs,
  );
});

test('every payment that was shown to us is the outcome or is kept beside it, exactly once', () => {
  fc.assert(
    fc.property(stories, (actions) => {
      const paid: string[] = [];
      const answered = new Set<string>();
      const { session } = play(actions, (_before, _after, event) => {
        if (event.type !== 'receiptRead' || event.receipt.transactionStatus === '?' || answered.has(event.token)) return;
        // Once a token's receipt is known, another answer about the token is no news.
        answered.add(event.token);
        if (event.receipt.transactionStatus === 'C') paid.push(event.receipt.transactionId);
      }).story;
      const receipts = [...('found' in session && session.found ? [session.found] : []), ...session.otherReceipts];
      const kept = receipts.filter(({ verdict }) => 'approvedCents' in verdict).map(({ receipt }) => receipt.transactionId);
      expect(kept.toSorted()).toEqual(paid.toSorted());
      expect(kept[0]).toBe(paid[0]);
      expect(isPaid(session)).toBe(paid.length > 0);
      expect(session.notes.filter(({ code }) => code === 'second_payment')).toHaveLength(Math.max(paid.length - 1, 0));
    }),
    runs,
  );
});

test('every token has its next look pending until its watch ends', () => {
  fc.assert(
    fc.property(stories, (actions) => {
      const world: RandomStory = new RandomStory(() => undefined);
      for (const act of actions) {
        world.act(act);
        const pending = awaited(world.story.session).map(([place]) => [place, world.story.due(place)?.type]);
        expect(pending).toEqual(awaited(world.story.session));
        expect(allWatches(world.story.session).map(({ token }) => token)).toEqual(world.tokens);
      }
    }),
    runs,
  );
});

test('every session comes to rest, whatever InstaMed answers from some time on', () => {
  // A call that is put off is no answer: for as long as none is made, nothing is given up.
  const answered = action.filter(({ answer }) => answer !== 'deferred');
  fc.assert(
    fc.property(stories, answered, (actions, last) => {
      const world = play(actions, () => undefined);
      const steps = 6_000;
      let taken = 0;
      while (taken < steps && world.performNext({ ...last, jitter: Math.max(last.jitter, 0.1) })) taken += 1;
      expect(taken).toBeLessThan(steps);
      expect(['created', 'launching', 'open', 'confirming']).not.toContain(world.story.session.status);
      expect(allWatches(world.story.session).every(({ stage }) => stage === 'ended')).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a used token without a receipt is never called unpaid for good', () => {
  fc.assert(
    fc.property(stories, (actions) => {
      const { session } = play(actions, () => undefined).story;
      const used = allWatches(session).some((watch) => (watch.stage === 'reading' || watch.stage === 'ended') && watch.evidence === 'used');
      expect(used && isCalledUnpaid(session)).toBe(false);
    }),
    runs,
  );
});
