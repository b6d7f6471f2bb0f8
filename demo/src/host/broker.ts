import type { CreatedPaymentSession, CreatePaymentSession, PaymentSessionView } from '@collect-payment/contract';

/** How the clinic's server reaches the broker. This, and nothing else, holds the secret key. */
export interface BrokerConnection {
  readonly broker: string;
  readonly secretKey: string;
}

async function call<T>(connection: BrokerConnection, path: string, body?: { json: object; idempotencyKey: string }): Promise<T> {
  const response = await fetch(`${connection.broker}/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${connection.secretKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': body.idempotencyKey }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body.json) }),
    signal: AbortSignal.timeout(20_000),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`The broker refused: ${JSON.stringify(answer)}`);
  return answer as T;
}

/** Creates a payment session. The amount and the patient come from here, the clinic's own server, never from the page. */
export function createSession(
  connection: BrokerConnection,
  session: CreatePaymentSession,
  idempotencyKey: string,
): Promise<CreatedPaymentSession> {
  return call(connection, '/payment-sessions', { json: session, idempotencyKey });
}

/** Reads a session: the broker's word, not the page's, is what the clinic books. */
export function readSession(connection: BrokerConnection, id: string): Promise<PaymentSessionView> {
  return call(connection, `/payment-sessions/${encodeURIComponent(id)}`);
}
