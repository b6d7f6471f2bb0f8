import type { PaymentSessionStatus, PaymentSessionView } from '@collect-payment/contract';
import { PaymentFailure } from '../failure.ts';
import { isSettled } from '../session/is-settled.ts';

const statuses: Record<PaymentSessionStatus, true> = {
  created: true,
  launching: true,
  open: true,
  confirming: true,
  unresolved: true,
  expired: true,
  approved: true,
  partially_approved: true,
  declined: true,
  canceled: true,
  failed: true,
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Checks what the widget decides upon; the rest of the view it only displays. Throws `ERR_BROKER_RESPONSE`. */
export function readSessionView(value: unknown, id: string): PaymentSessionView {
  if (
    !isRecord(value) ||
    value['id'] !== id ||
    !Object.hasOwn(statuses, String(value['status'])) ||
    !Number.isInteger(value['sequence']) ||
    !isRecord(value['amount']) ||
    (isSettled(value['status'] as PaymentSessionStatus) && !isRecord(value['outcome']))
  ) {
    throw PaymentFailure.of('ERR_BROKER_RESPONSE');
  }
  return value as unknown as PaymentSessionView;
}
