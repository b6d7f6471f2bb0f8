import type { Outcome, PaymentSessionStatus, PaymentSessionView, SettledStatus } from '@collect-payment/contract';

export type SettledView = PaymentSessionView & { readonly status: SettledStatus; readonly outcome: Outcome };

/** Whether the session has its answer. `expired` and `unresolved` have none: look-ups go on. */
export function isSettled(status: PaymentSessionStatus): status is SettledStatus {
  return status === 'approved' || status === 'partially_approved' || status === 'declined' || status === 'canceled' || status === 'failed';
}

export const isSettledView = (session: PaymentSessionView): session is SettledView =>
  isSettled(session.status) && session.outcome !== undefined;

/** Whether money was taken, as far as the broker says. */
export const tookMoney = (session: PaymentSessionView): boolean => session.status === 'approved' || session.status === 'partially_approved';
