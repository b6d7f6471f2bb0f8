import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { action, RandomStory, type Action } from '../../test/session/random-story.ts';
import { attentionItemsOf } from './attention-item.ts';
import { hostEventsOf, type HostEvent } from './host-event.ts';
import { isSettled, type PaymentSession } from './session.ts';
import type { SessionEvent } from './session-event.ts';

const stories = fc.array(action, { minLength: 1, maxLength: 60 });
const runs = { numRuns: 2_000 };

interface Told {
  readonly events: readonly HostEvent[];
  readonly attentionIds: readonly string[];
  readonly session: PaymentSession;
  readonly steps: readonly (readonly [before: PaymentSession, after: PaymentSession, event: SessionEvent])[];
}

function tell(actions: readonly Action[]): Told {
  const steps: (readonly [PaymentSession, PaymentSession, SessionEvent])[] = [];
  const world = new RandomStory((...step) => steps.push(step));
  for (const act of actions) world.act(act);
  return {
    events: steps.flatMap(([before, after]) => hostEventsOf(before, after)),
    attentionIds: steps.flatMap(([before, after]) => attentionItemsOf(before, after).map(({ id }) => id)),
    session: world.story.session,
    steps,
  };
}

const isPaid = ({ status }: { readonly status: string }): boolean => status === 'approved' || status === 'partially_approved';

test('a payment is told of once, and nothing else is ever told of as one', () => {
  fc.assert(
    fc.property(stories, (actions) => {
      const { events, session } = tell(actions);
      // What becomes of a payment later is told with the status that its session has.
      const later = new Set(['payment.needs_attention', 'payment.reported']);
      const paid = events.filter(({ message }) => !later.has(message.type) && isPaid(message.data));
      expect(paid).toHaveLength(isPaid(session) ? 1 : 0);
      expect(events.filter(({ message }) => message.type === 'payment.settled').length).toBeLessThanOrEqual(1);
    }),
    runs,
  );
});

test('a settled session was told of, by the status that it has', () => {
  fc.assert(
    fc.property(stories, (actions) => {
      const { events, session } = tell(actions);
      const ends = events.filter(({ message }) => ['payment.settled', 'payment.completed_late'].includes(message.type));
      expect(ends.length > 0).toBe(isSettled(session));
      expect(ends.at(-1)?.message.data.status ?? session.status).toBe(session.status);
    }),
    runs,
  );
});

test('no two events have the same id, no two items either, and the sequences never fall', () => {
  fc.assert(
    fc.property(stories, (actions) => {
      const { events, attentionIds } = tell(actions);
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      expect(new Set(attentionIds).size).toBe(attentionIds.length);
      const sequences = events.map(({ message }) => message.data.sequence);
      expect(sequences).toEqual(sequences.toSorted((one, other) => one - other));
    }),
    runs,
  );
});

test('a webhook alone never moves a status', () => {
  fc.assert(
    fc.property(stories, (actions) => {
      for (const [before, after, event] of tell(actions).steps)
        expect(event.type === 'paymentHinted' && after.status !== before.status).toBe(false);
    }),
    runs,
  );
});
