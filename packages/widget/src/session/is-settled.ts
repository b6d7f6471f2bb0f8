import type { Outcome, PaymentSessionStatus, PaymentSessionView, SettledStatus } from '@collect-payment/contract';

export type SettledView = PaymentSessionView & { readonly status: SettledStatus; readonly outcome: Outcome };

/** Whether the session has its answer. `expired` and `unresolved` have none: look-ups go on. */
export const isSettled = (status: PaymentSessionStatus): status is SettledStatus => /approved|saved|declined|canceled|failed/.test(status);

export const isSettledView = (session: PaymentSessionView | undefined): session is SettledView =>
  session !== undefined && isSettled(session.status) && session.outcome !== undefined;
