import { BrokerError, type AnyBrokerError } from '../errors.ts';
import type { DuplicateReason } from '../session/judge-duplicate.ts';
import type { PaymentSession } from '../session/session.ts';

/** Why a session may not be made beside another one, and which that is. */
export function refuseDuplicate(reason: DuplicateReason, { terms: { id }, status }: PaymentSession): AnyBrokerError {
  const details = { session: { id, status } };
  switch (reason) {
    case 'live':
      return new BrokerError('ERR_DUPLICATE_LIVE', details);
    case 'other_terms':
      return new BrokerError('ERR_DUPLICATE_OTHER_TERMS', details);
    case 'may_be_paid':
      return new BrokerError('ERR_DUPLICATE_MAY_BE_PAID', details);
    case 'recently_paid':
      return new BrokerError('ERR_DUPLICATE_RECENTLY_PAID', details);
    default:
      return reason satisfies never;
  }
}
