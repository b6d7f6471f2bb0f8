import type { Conflict } from '../engine/engine.ts';
import { BrokerError, type AnyBrokerError } from '../errors.ts';

/** Why a session's status forbids a call, in the catalogue's words. */
export function refuseConflict({ reason }: Conflict): AnyBrokerError {
  switch (reason) {
    case 'launching':
    case 'open':
      return new BrokerError('ERR_LAUNCH_IN_PROGRESS');
    case 'confirming':
    case 'unresolved':
      return new BrokerError('ERR_PAYMENT_UNRESOLVED');
    case 'settled':
      return new BrokerError('ERR_SESSION_SETTLED');
    case 'session_expired':
      return new BrokerError('ERR_SESSION_EXPIRED');
    case 'unknown_token':
      return new BrokerError('ERR_INTERNAL');
    default:
      return reason satisfies never;
  }
}
