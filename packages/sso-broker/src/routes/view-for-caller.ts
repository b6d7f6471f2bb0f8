import type { PaymentSessionView } from '@collect-payment/contract';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../plugins/authenticate.ts';
import type { PaymentSession } from '../session/session.ts';
import { hostViewOf, viewOf } from '../session/view.ts';

/** The session as whoever asks may see it: a host's server by its secret key, or a page. */
export function viewForCaller(request: FastifyRequest, session: PaymentSession): PaymentSessionView {
  return callerOf(request).type === 'host' ? hostViewOf(session) : viewOf(session);
}
