import type { Launch, Outcome, PaymentSessionView, Receipt } from '@collect-payment/contract';
import { hostedUrl } from './broker-peer.ts';

const usd = (value: string) => ({ value, currency: 'USD' }) as const;
export const transactionId = '0123456789abcdef0123456789abcdef';

let sessions = 0;
/** An id of its own: a page tells of a session's settlement once in its life, and all tests share one page. */
export function sampleSession(): PaymentSessionView {
  sessions += 1;
  return {
    id: `ps_sample${sessions}`,
    status: 'created',
    sequence: 1,
    screen: 'simple-collect',
    sso: 'saml',
    amount: usd('125.00'),
    createdAt: '2026-03-02T14:59:00.000Z',
    updatedAt: '2026-03-02T14:59:00.000Z',
    expiresAt: '2026-03-03T14:59:00.000Z',
  };
}

/** A session that saves a card: it asks for no money. */
export function sampleSaving(): PaymentSessionView {
  const { amount: _, ...session } = sampleSession();
  return { ...session, screen: 'save-on-file' };
}

export const sampleLaunch = (tokenExpiresAt: string): Launch => ({
  url: hostedUrl,
  display: 'embedded',
  tokenExpiresAt,
  reused: false,
  opening: 1,
});

/** The session's next view: another status, one sequence on. */
export function moved(
  session: PaymentSessionView,
  status: PaymentSessionView['status'],
  outcome: Partial<Outcome> = {},
): PaymentSessionView {
  const next = { ...session, status, sequence: session.sequence + 1 };
  if (status === 'created' || status === 'launching' || status === 'open' || status === 'confirming' || status === 'unresolved')
    return next;
  return {
    ...next,
    outcome: {
      status,
      final: true,
      late: false,
      settledAt: '2026-03-02T15:03:00.000Z',
      ...(session.amount && { requestedAmount: session.amount }),
      ...(status === 'saved' && { savedCard: { brand: 'VISA', lastFour: '1111' } }),
      ...(status === 'approved' && session.amount && { approvedAmount: session.amount, transactionId }),
      ...(status === 'partially_approved' && { approvedAmount: usd('80.00'), balanceDue: usd('45.00'), transactionId }),
      ...outcome,
    },
  };
}

export const sampleReceipt: Receipt = {
  transactionId,
  transactionStatus: 'C',
  responseCode: '000',
  responseMessage: 'Approved',
  authorizationNumber: 'A12345',
  authorizationText: 'I agree to pay the amount above.',
  transactionDate: '2026-03-02T15:02:30.000Z',
  requestedAmount: usd('125.00'),
  approvedAmount: usd('125.00'),
  tender: 'card',
  card: { brand: 'Visa', lastFour: '1111', holderName: 'O’Brien <&"> 李', entryMode: 'Chip' },
  device: { name: 'DynaFlex', serialNumber: 'B5A1F2C', firmwareVersion: '1.0.7' },
  emv: { applicationIdentifier: 'A0000000031010', terminalVerificationResults: '0000008000' },
  signatureRequired: true,
  patientName: 'Maya O’Brien',
  patientId: 'MRN-1042',
  merchantName: 'Riverside Clinic',
};
