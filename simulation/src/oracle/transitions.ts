import type { PaymentSessionStatus } from '@collect-payment/contract';

const unpaid = ['declined', 'canceled', 'failed'] as const;
const paid = ['approved', 'partially_approved'] as const;
/** Of a session that saves a card. */
const saved = ['saved'] as const;

/** The moves of ARCHITECTURE.md's picture, written down a second time on purpose: I6. Staying is always possible; paid is the end. */
export const moves: Readonly<Record<PaymentSessionStatus, readonly PaymentSessionStatus[]>> = {
  created: ['launching', 'canceled', 'expired'],
  launching: ['open', 'created', 'expired', 'unresolved', ...paid, ...saved],
  open: ['confirming', ...paid, ...saved, ...unpaid],
  // Back to `open` is a sale by a card reader that InstaMed has refused.
  confirming: ['open', 'unresolved', 'expired', ...paid, ...saved, ...unpaid],
  unresolved: ['expired', ...paid, ...saved, ...unpaid],
  expired: ['launching', 'unresolved', ...paid, ...saved, ...unpaid],
  declined: [...paid, ...saved],
  canceled: [...paid, ...saved],
  failed: [...paid],
  approved: [],
  partially_approved: [],
  saved: [],
};
