import type { PaymentSessionStatus } from '@collect-payment/contract';

const unpaid = ['declined', 'canceled', 'failed'] as const;
const paid = ['approved', 'partially_approved'] as const;

/** The moves of ARCHITECTURE.md's picture, written down a second time on purpose: I6. Staying is always possible; paid is the end. */
export const moves: Readonly<Record<PaymentSessionStatus, readonly PaymentSessionStatus[]>> = {
  created: ['launching', 'canceled', 'expired'],
  launching: ['open', 'created', 'expired', 'unresolved', ...paid],
  open: ['confirming', ...paid, ...unpaid],
  // Back to `open` is a sale by a card reader that InstaMed has refused.
  confirming: ['open', 'unresolved', 'expired', ...paid, ...unpaid],
  unresolved: ['expired', ...paid, ...unpaid],
  expired: ['launching', 'unresolved', ...paid, ...unpaid],
  declined: [...paid],
  canceled: [...paid],
  failed: [...paid],
  approved: [],
  partially_approved: [],
};
