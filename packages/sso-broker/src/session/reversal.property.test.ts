import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../../scripts/tried/tried.ts';
import {
  ask,
  askRefund,
  doubted,
  lookedUp,
  lost,
  notSent,
  openPage,
  pageLookedUp,
  paid,
  refundHinted,
  refundSeen,
  refused,
  send,
  standing,
  taken,
} from '../../test/session/reversals.ts';
import type { Story } from '../../test/session/story.ts';
import { ReversalRefused } from './judge-reversal.ts';
import { findReversal, isOpen, mayHaveTaken, reversalsOf, takenCents } from './reversals.ts';

const ids = ['1', '2', '3', '4'] as const;

/** Everything that can happen to any of four voids and refunds of one payment of 125.00, by the API and on InstaMed's pages, in any order. */
const happening = fc.oneof(
  fc.record({
    kind: fc.constantFrom('void', 'refund', 'voidByScreen', 'refundByScreen'),
    id: fc.constantFrom(...ids),
    cents: fc.integer({ min: 1, max: 12_600 }),
  }),
  fc.record({
    kind: fc.constantFrom('opened', 'pageUsed', 'pageUnused', 'pageSilent', 'voidPageUnused', 'pageTold', 'told'),
    id: fc.constantFrom(...ids),
    cents: fc.integer({ min: 1_000, max: 90_000_000 }),
  }),
  fc.record({
    kind: fc.constantFrom('send', 'notSent', 'taken', 'refused', 'doubted', 'lost', 'voided', 'stands', 'refundSeen', 'unavailable'),
    id: fc.constantFrom(...ids),
    cents: fc.integer({ min: 1_000, max: 90_000_000 }),
  }),
);

/** What InstaMed refunds is what was asked for: the amount is locked on its page. */
const askedCents = ({ session }: Story, id: string): number => findReversal(session, id)?.cents ?? 0;

function happens(story: Story, { kind, id, cents }: { kind: string; id: string; cents: number }): Story {
  const steps: Readonly<Record<string, () => Story>> = {
    void: () => ask(story, id),
    refund: () => askRefund(story, id, cents),
    voidByScreen: () => ask(story, id, { by: 'screen' }),
    refundByScreen: () => ask(story, id, { type: 'refund', cents, by: 'screen' }),
    opened: () => openPage(story, id),
    pageUsed: () => pageLookedUp(story, id, { page: 'finished', onPage: refundSeen(`t${id}`) }, cents),
    pageUnused: () => pageLookedUp(story, id, { page: 'expired', onPage: 'none', onPayment: standing }, cents),
    pageSilent: () => pageLookedUp(story, id, { page: 'finished', onPage: 'none' }, cents),
    voidPageUnused: () => lookedUp(story, id, standing, cents, { pageExpired: true }),
    pageTold: () => refundHinted(story, `t${id}`, { token: `page ${id}`, cents: askedCents(story, id) }),
    told: () => refundHinted(story, `t${id}`, { cents: askedCents(story, id) }),
    send: () => send(story, id),
    notSent: () => notSent(story, id),
    taken: () => taken(story, id, `t${id}`),
    refused: () => refused(story, id),
    doubted: () => doubted(story, id),
    lost: () => lost(story, id),
    voided: () => lookedUp(story, id, { type: 'voided' }, cents),
    stands: () => lookedUp(story, id, standing, cents),
    refundSeen: () => lookedUp(story, id, refundSeen(`t${id}`), cents),
    unavailable: () => lookedUp(story, id, 'unavailable', cents),
  };
  try {
    return steps[kind]?.() ?? story;
  } catch (error) {
    if (error instanceof ReversalRefused) return story;
    throw error;
  }
}

test('voids beside refunds, and refunds beside refunds, never come to more than was taken, and each is sent once for each sending stored', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (events) => {
      let story = paid;
      const ended = new Map<string, string>();
      for (const event of events) {
        story = happens(story, event);
        const counted = reversalsOf(story.session).filter((reversal) => mayHaveTaken(reversal));
        expect(counted.reduce((sum, reversal) => sum + takenCents(reversal), 0)).toBeLessThanOrEqual(12_500);
        // While a clerk has a page, nothing else is under way.
        const underWay = counted.filter((reversal) => isOpen(reversal));
        expect(underWay.some(({ by }) => by === 'screen') ? underWay.length : 1).toBe(1);
        for (const { id, status } of reversalsOf(story.session)) {
          expect(ended.get(id) ?? status).toBe(status);
          if (status === 'succeeded' || status === 'failed') ended.set(id, status);
        }
      }
    }),
    runs(3_000),
  );
});
