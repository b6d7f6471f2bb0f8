import type { NotFound } from '../engine/engine.ts';
import type { ReversalResult } from '../engine/reversal-request.ts';
import { BrokerError, type AnyBrokerError } from '../errors.ts';

const codes = {
  payment_unknown: 'ERR_PAYMENT_UNKNOWN',
  not_a_card: 'ERR_PAYMENT_NOT_CARD',
  voided: 'ERR_PAYMENT_VOIDED',
  refunded: 'ERR_PAYMENT_REFUNDED',
  in_progress: 'ERR_REVERSAL_IN_PROGRESS',
  too_large: 'ERR_REFUND_TOO_LARGE',
  too_late: 'ERR_REFUND_TOO_LATE',
  daily_ceiling: 'ERR_DAILY_CEILING',
} as const;

/** Why a void or refund was not begun, in the catalogue's words. */
export function refuseReversal(result: Exclude<ReversalResult, { readonly type: 'reversal' }> | NotFound): AnyBrokerError {
  switch (result.type) {
    case 'refused':
      return new BrokerError(codes[result.reason]);
    case 'id_reused':
      return new BrokerError('ERR_IDEMPOTENCY_KEY_REUSED');
    case 'not_found':
      return new BrokerError('ERR_PAYMENT_UNKNOWN');
    default:
      return result satisfies never;
  }
}
