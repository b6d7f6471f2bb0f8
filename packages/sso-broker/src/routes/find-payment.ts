import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Engine } from '../engine/engine.ts';
import { BrokerError } from '../errors.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { findPayment } from '../session/reversals.ts';
import type { FoundReceipt, PaidVerdict, PaymentSession } from '../session/session.ts';

export const PaymentPath = Type.Object({
  transactionId: Type.String({ description: 'InstaMed’s transaction id of the payment, 32 hexadecimal digits in either case' }),
});

interface KnownPayment {
  readonly session: PaymentSession;
  readonly payment: FoundReceipt<PaidVerdict>;
}

/** The caller's payment. A foreign one is as unknown as one that never was. @throws BrokerError ERR_PAYMENT_UNKNOWN */
export async function findPaymentOf(request: FastifyRequest, engine: Pick<Engine, 'findByTransaction'>): Promise<KnownPayment> {
  const { transactionId } = request.params as { transactionId: string };
  const isId = /^[0-9A-Fa-f]{32}$/.test(transactionId);
  const session = isId ? await engine.findByTransaction(callerOf(request).tenant.id, transactionId) : undefined;
  const payment = session && findPayment(session, transactionId);
  if (session === undefined || payment === undefined) throw new BrokerError('ERR_PAYMENT_UNKNOWN');
  return { session, payment };
}
