import { expect, test } from 'vitest';
import { ask, lost, paid, refused, send, taken } from '../../test/session/reversals.ts';
import type { Story } from '../../test/session/story.ts';
import { auditEventsOf } from './session-audit.ts';

const recorded = (from: Story, to: Story) =>
  auditEventsOf(from.session, { type: 'lifetimeSpent', atMs: 0 }, to.session, undefined).map(({ type }) => type);

test('a void is recorded when it is asked for, before it is sent, and at its end, each once', () => {
  const asked = ask(paid, 'v', { requestedBy: 'clerk-7', approvedBy: 'lead-1', reason: 'Mary asked' });
  const [request] = auditEventsOf(paid.session, { type: 'lifetimeSpent', atMs: 0 }, asked.session, undefined);
  expect(request).toEqual({
    type: 'reversal_requested',
    sessionId: paid.session.terms.id,
    reversalId: 'v',
    reversal: 'void',
    transactionId: 'a1',
    cents: 12_500,
    requestedBy: 'clerk-7',
    approvedBy: 'lead-1',
  });
  const sent = send(asked, 'v');
  expect(recorded(asked, sent)).toEqual(['reversal_sent']);
  expect(recorded(sent, lost(sent, 'v'))).toEqual([]);
  expect(recorded(sent, taken(sent, 'v'))).toEqual(['reversal_ended']);
  expect(recorded(sent, refused(sent, 'v'))).toEqual(['reversal_ended']);
});
