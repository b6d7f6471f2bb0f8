import { randomUUID } from 'node:crypto';
import type { CreatedPaymentSession, CreatePaymentSession, ErrorBody, PaymentSessionView } from '@collect-payment/contract';

/** How the clinic's server reaches the broker. This, and nothing else, holds the secret key. */
export interface BrokerConnection {
  readonly broker: string;
  readonly secretKey: string;
}

/** What the broker refused: `code` is one of docs/errors.md, `session` the one that stands in the way of a new one. */
export class BrokerRefusal extends Error {
  readonly code: string;
  readonly session: ErrorBody['error']['session'];

  constructor({ error }: ErrorBody) {
    super(`The broker refused: ${error.code}, request ${error.requestId}`);
    this.code = error.code;
    this.session = error.session;
  }
}

async function call<T>({ broker, secretKey }: BrokerConnection, path: string, body?: object): Promise<T> {
  const response = await fetch(`${broker}/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${secretKey}`,
      // One for each thing we ask: a repetition of this very request is answered again, a later wish is judged anew.
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new BrokerRefusal(answer as ErrorBody);
  return answer as T;
}

/**
 * Creates a payment session, or gets the live one for the same invoice. The amount and the patient come from here, the clinic's own server,
 * never from the page. Throws a `BrokerRefusal`, `ERR_DUPLICATE_…` when the invoice may be paid twice.
 */
export function createSession(connection: BrokerConnection, session: CreatePaymentSession): Promise<CreatedPaymentSession> {
  return call(connection, '/payment-sessions', session);
}

/** Reads a session: the broker's word, not the page's, is what the clinic books. */
export function readSession(connection: BrokerConnection, id: string): Promise<PaymentSessionView> {
  return call(connection, `/payment-sessions/${encodeURIComponent(id)}`);
}

export function cancelSession(connection: BrokerConnection, id: string): Promise<PaymentSessionView> {
  return call(connection, `/payment-sessions/${encodeURIComponent(id)}/cancel`, {});
}
