import { describe, expect, test } from 'vitest';
import { approved, declined, partiallyApproved, returned, undecided, voided } from '../../test/session/receipts.ts';
import {
  cancelRequested,
  confirming,
  expired,
  found,
  launched,
  noAnswer,
  noReceipt,
  noStatus,
  open,
  requested,
  Story,
  word,
} from '../../test/session/story.ts';
import { TransitionError } from './transition-error.ts';

const budgetMs = 300_000;

const stories = {
  created: new Story(),
  launching: new Story().next(requested()),
  open,
  canceling: open.next(cancelRequested),
  confirming,
  unresolved: confirming.next(noReceipt(), budgetMs),
  expired,
  approved: confirming.next(found(approved)),
  partially_approved: confirming.next(found(partiallyApproved)),
  declined: confirming.next(found(declined)),
  failed: confirming.next(found(returned)),
  canceled: open.next(cancelRequested).next(noReceipt()),
} as const;

const events = {
  requested: requested('L2'),
  launched: launched('L1', 'T1'),
  launchFailed: { type: 'launchFailed', launchId: 'L1' },
  recoveryDue: { type: 'launchRecoveryDue' },
  lifetimeSpent: { type: 'lifetimeSpent' },
  cancel: cancelRequested,
  new: word('new'),
  unknownWord: word('unknown'),
  finished: word('finished'),
  EXPIRED: word('expired'),
  noStatus: noStatus(),
  approved: found(approved),
  partial: found(partiallyApproved),
  declined: found(declined),
  voided: found(voided),
  returned: found(returned),
  undecided: found(undecided),
  noReceipt: noReceipt(),
  noAnswer: noAnswer(),
} as const;

// A status (and the effect asked for); '=' nothing happens; '!' the event is impossible.
const receiptsFirst = {
  approved: 'approved',
  partial: 'partially_approved',
  declined: 'declined',
  voided: 'canceled',
  returned: 'failed',
} as const;
const nothingLaunched = Object.fromEntries(
  Object.keys(events)
    .slice(6)
    .map((name) => [name, '!unknown_token']),
);
const timers = { launchFailed: '=', recoveryDue: '=', lifetimeSpent: '=' };
const overNow = { new: '=', unknownWord: '=', finished: '=', EXPIRED: '=', noStatus: '=' };
const receiptKnown = {
  approved: '=',
  partial: '=',
  declined: '=',
  voided: '=',
  returned: '=',
  undecided: '=',
  noReceipt: '=',
  noAnswer: '=',
};
const settled = { requested: '!settled', launched: '=', ...timers, cancel: '!settled', ...overNow, ...receiptKnown };

const table: Record<keyof typeof stories, Record<string, string>> = {
  created: {
    ...nothingLaunched,
    ...timers,
    lifetimeSpent: 'created expireSession',
    requested: 'launching recoverLaunch',
    launched: '=',
    cancel: 'canceled',
  },
  launching: {
    ...nothingLaunched,
    requested: '!launching',
    launched: 'open pollToken',
    launchFailed: 'created expireSession',
    recoveryDue: 'launching recoverLaunch',
    lifetimeSpent: '=',
    cancel: '!launching',
  },
  open: {
    requested: '!open',
    launched: '=',
    ...timers,
    cancel: 'confirming readReceipt',
    new: 'open pollToken',
    unknownWord: 'open pollToken',
    finished: 'confirming readReceipt',
    EXPIRED: 'confirming readReceipt',
    noStatus: 'open pollToken',
    ...receiptsFirst,
    undecided: 'unresolved readReceipt',
    noReceipt: '=',
    noAnswer: '=',
  },
  canceling: {
    requested: '!confirming',
    launched: '=',
    ...timers,
    cancel: '=',
    ...overNow,
    ...receiptsFirst,
    undecided: 'unresolved readReceipt',
    noReceipt: 'canceled pollToken',
    noAnswer: 'confirming readReceipt',
  },
  confirming: {
    requested: '!confirming',
    launched: '=',
    ...timers,
    cancel: '!confirming',
    ...overNow,
    ...receiptsFirst,
    undecided: 'unresolved readReceipt',
    noReceipt: 'confirming readReceipt',
    noAnswer: 'confirming readReceipt',
  },
  unresolved: {
    requested: '!unresolved',
    launched: '=',
    ...timers,
    cancel: '!unresolved',
    ...overNow,
    ...receiptsFirst,
    undecided: 'unresolved readReceipt',
    noReceipt: 'unresolved readReceipt',
    noAnswer: 'unresolved readReceipt',
  },
  expired: {
    requested: 'launching recoverLaunch',
    launched: '=',
    ...timers,
    cancel: 'canceled',
    ...overNow,
    ...receiptsFirst,
    undecided: 'unresolved readReceipt',
    noReceipt: 'expired readReceipt',
    noAnswer: 'expired readReceipt',
  },
  approved: settled,
  partially_approved: settled,
  declined: settled,
  failed: settled,
  canceled: {
    ...settled,
    cancel: '=',
    new: 'canceled pollToken',
    unknownWord: 'canceled pollToken',
    finished: 'canceled readReceipt',
    EXPIRED: 'canceled readReceipt',
    noStatus: 'canceled pollToken',
    approved: 'approved',
    partial: 'partially_approved',
    declined: 'canceled',
    voided: 'canceled',
    returned: 'canceled',
    undecided: 'canceled readReceipt',
  },
};

describe.each(Object.entries(stories))('a session that is %s', (name, story) => {
  test.each(Object.entries(events))('answers %s as the table says', (eventName, event) => {
    expect(outcomeOf(story, event)).toBe(table[name as keyof typeof table][eventName]);
  });
});

test('the table has every event for every status', () => {
  const names = Object.keys(events).toSorted();
  expect(Object.values(table).map((row) => Object.keys(row).toSorted())).toEqual(Object.keys(stories).map(() => names));
});

test('a change counts the sequence up and remembers its time; no change leaves the very same session', () => {
  expect(open.session).toMatchObject({ sequence: 3, updatedAtMs: 2_000 });
  expect(open.next(word('new')).session).toBe(open.session);
});

test('the session handed in is never altered', () => {
  const frozen = deepFreeze(structuredClone(confirming.session));
  expect(() => new Story([frozen, []], confirming.pending, confirming.atMs).next(found(approved)).next(cancelRequested)).toThrow(
    TransitionError,
  );
});

function outcomeOf(story: Story, event: (typeof events)[keyof typeof events]): string {
  const atMs = story.atMs + 1_000;
  try {
    const next = new Story([story.session, []], new Map(), story.atMs).at(atMs, event);
    const asked = [...next.pending.values()].map((effect) => effect.type);
    return next.session === story.session && asked.length === 0 ? '=' : [next.session.status, ...asked].join(' ');
  } catch (error) {
    if (error instanceof TransitionError) return `!${error.refusal}`;
    throw error;
  }
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
