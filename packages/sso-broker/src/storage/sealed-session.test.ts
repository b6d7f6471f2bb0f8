import { describe, expect, test } from 'vitest';
import { receiptOf } from '../../test/session/receipts.ts';
import { confirming, expired, found, open, requested, Story } from '../../test/session/story.ts';
import { terms } from '../../test/session/terms.ts';
import { eraseSession } from '../session/erase-session.ts';
import type { PaymentSession } from '../session/session.ts';
import { createSession } from '../session/transition.ts';
import { joinSession, splitSession } from './sealed-session.ts';

const whole = createSession({
  ...terms,
  patient: { id: 'Sentinel', firstName: 'Sentinel', lastName: 'Sentinel' },
  staff: { id: 'Sentinel', name: 'Sentinel' },
  options: { cardHolderName: 'Sentinel' },
  invoice: 'Sentinel',
  metadata: { '0': 'Sentinel', id: 'Sentinel', status: 'Sentinel' },
  returnUrl: 'https://portal.test/?visit=Sentinel',
});
const receipt = receiptOf('C', 'a1', {
  cardHolderName: 'Sentinel',
  lastFour: 'Sentinel',
  authorizationText: 'Sentinel',
  responseMessage: 'Sentinel',
  authorizationNumber: 'Sentinel',
  saveOnFileTransactionId: 'Sentinel',
  userId: 'Sentinel',
  emv: { applicationName: 'Sentinel' },
});
const launched = new Story(whole).launch('L1', 'Sentinel-token');
const paid = launched.next(found(receipt, 'Sentinel-token')).session;

const sessions: readonly PaymentSession[] = [
  whole[0],
  new Story(whole).next(requested()).session,
  launched.session,
  paid,
  { ...paid, otherReceipts: [{ token: 'Sentinel-token', receipt, verdict: { type: 'declined' }, foundAtMs: 1 }] },
  { ...paid, notes: [{ code: 'unknown_token_status', word: 'Sentinel', atMs: 1 }] },
  eraseSession(paid),
];

describe('the parts of a session', () => {
  test.each([...sessions, open.session, confirming.session, expired.session].map((session, at) => [at, session] as const))(
    'make it whole again (%i)',
    (_, session) => {
      expect(joinSession(JSON.parse(JSON.stringify(splitSession(session))) as ReturnType<typeof splitSession>)).toEqual(session);
    },
  );

  test.each(sessions.map((session, at) => [at, session] as const))(
    'hold no name, number, text or token in the clear (%i)',
    (_, session) => {
      const { clear, confidential } = splitSession(session);
      expect(JSON.stringify(clear)).not.toContain('Sentinel');
      expect(JSON.stringify(confidential)).toContain('Sentinel');
    },
  );

  test('tell what became of a payment without any key', () => {
    expect(splitSession(paid).clear).toMatchObject({
      status: 'approved',
      terms: { id: terms.id, tenantId: 'clinic', requestedCents: 12_500 },
      found: { verdict: { approvedCents: 12_500 }, receipt: { transactionId: 'a1', transactionStatus: 'C' } },
    });
  });
});
