import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { receiptOf } from '../../test/session/receipts.ts';
import { action, RandomStory } from '../../test/session/random-story.ts';
import { confirming, expired, found, launched, open, requested, Story } from '../../test/session/story.ts';
import { terms } from '../../test/session/terms.ts';
import { eraseSession, finalSinceMs } from './erase-session.ts';
import { outcomeOf } from './outcome.ts';
import { createSession, transition } from './transition.ts';
import { viewOf } from './view.ts';

const personal = {
  ...terms,
  patient: { id: 'sentinel-mrn', firstName: 'sentinel-first', lastName: 'sentinel-last' },
  staff: { id: 'clerk-1', name: 'sentinel-clerk' },
  invoice: 'sentinel-invoice',
  metadata: { visit: 'sentinel-visit' },
  returnUrl: 'https://portal.test/sentinel-path',
  options: { cardHolderName: 'sentinel-holder' },
  device: { name: 'sentinel-reader', serialNumber: 'sentinel-serial', firmwareVersion: 'sentinel-firmware' },
};
const card = receiptOf('C', 'a1', {
  cardHolderName: 'sentinel-holder',
  lastFour: '9991',
  authorizationNumber: 'sentinel-authorization',
  responseMessage: 'sentinel-message',
  saveOnFileTransactionId: 'sentinel-saved',
  userId: 'sentinel-user',
});

test('an erased session tells of nobody, and of the payment what it told before', () => {
  const sale = { device: personal.device, entry: 'chip' } as const;
  const paid = new Story(createSession(personal))
    .next({ ...requested(), sale })
    .next(launched())
    .next(found(card))
    .next(found({ ...card, transactionId: 'b2' })).session;
  const erased = eraseSession(paid);
  expect(JSON.stringify(paid)).toMatch(/sentinel.*9991/);
  expect(JSON.stringify(erased)).not.toMatch(/sentinel|9991/);
  const { metadata: _, ...view } = viewOf(paid);
  expect(viewOf(erased)).toEqual({ ...view, sequence: view.sequence + 1 });
  expect(erased).toMatchObject({ status: 'approved', terms: { id: terms.id, requestedCents: 12_500, staff: { id: 'clerk-1' } } });
});

test('the time to erasure runs from the last change of a session that is final, and never while a payment may still be found', () => {
  expect([new Story(), open, confirming, expired].map(({ session }) => finalSinceMs(session))).toEqual(Array(4).fill(undefined));
  expect(finalSinceMs(confirming.next(found(card)).session)).toBe(confirming.atMs + 1_000);
  expect(finalSinceMs(new Story().at(terms.expiresAtMs, { type: 'lifetimeSpent' }).session)).toBe(terms.expiresAtMs);
});

test('whatever happened to a session, its erasure changes no outcome, and a webhook of InstaMed’s about it is followed as before', () => {
  const stories = fc.array(action, { minLength: 1, maxLength: 60 });
  const run = (actions: typeof stories extends fc.Arbitrary<infer Value> ? Value : never): void => {
    const world = new RandomStory(() => undefined);
    for (const act of actions) world.act(act);
    const { session, atMs } = world.story;
    if (finalSinceMs(session) === undefined) return;
    const erased = eraseSession(session);
    expect(outcomeOf(erased)).toEqual(outcomeOf(session));
    for (const statusCode of ['C', 'V']) {
      const hint = { transactionId: 'of-T1', transactionAction: 'Sale', statusCode, token: 'T1' };
      const [before, effects] = transition(session, { type: 'paymentHinted', hint, atMs });
      const [after, sameEffects] = transition(erased, { type: 'paymentHinted', hint, atMs });
      expect([sameEffects, after.status, after.notes, after.watches]).toEqual([effects, before.status, before.notes, before.watches]);
    }
  };
  fc.assert(fc.property(stories, run), { numRuns: 1_000 });
});
