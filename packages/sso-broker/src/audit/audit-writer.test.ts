import { expect, test } from 'vitest';
import { auditKeys, writer, type Recorded } from '../../test/support/chain.ts';
import { staffPseudonym } from './audit-keys.ts';
import { emptyChain } from './chain.ts';

const asked = {
  type: 'reversal_requested',
  sessionId: 'ps_1',
  reversalId: 'rv_1',
  reversal: 'refund',
  transactionId: 'a1',
  cents: 5,
} as const;

function written(tenantId: string, people: { readonly requestedBy?: string; readonly approvedBy?: string }): Recorded {
  const origin = { actor: { type: 'host', keyId: 'server' } } as const;
  const draft = writer.draft({ tenantId, atMs: 1_000, origin, events: [{ ...asked, ...people }], staffId: 'mary.smith' });
  const [row] = draft.write(emptyChain);
  expect(row?.entry).not.toMatch(/mary|ada/i);
  return JSON.parse(row?.entry ?? '') as Recorded;
}

test('who asked for a refund and who agreed stand in a row by keyed hashes, as whoever works the screen does', () => {
  const { event, staff } = written('clinic', { requestedBy: 'mary.smith', approvedBy: 'Ada Lovelace' });
  expect(event).toEqual({ ...asked, requestedBy: staff, approvedBy: staffPseudonym(auditKeys, 'clinic', 'Ada Lovelace') });
  expect(staff).toMatch(/^staff_[0-9a-f]{32}$/);
});

test('one of the staff is somebody else at another tenant, and nobody is made up who was not named', () => {
  const [here, there] = ['clinic', 'other'].map((tenantId) => written(tenantId, { requestedBy: 'mary.smith' }).event);
  expect(here).not.toEqual(there);
  expect(written('clinic', {}).event).toEqual(asked);
});
