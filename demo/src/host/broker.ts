import { randomUUID } from 'node:crypto';
import type {
  CreatedPayment,
  CreatedPaymentSession,
  CreatePayment,
  CreatePaymentSession,
  ErrorBody,
  Payment,
  PaymentList,
  PaymentSessionView,
  Receipt,
  ReceiptPage,
  RefundPayment,
  ReversedPayment,
} from '@collect-payment/contract';

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

async function call<T>({ broker, secretKey }: BrokerConnection, path: string, body?: object, key: string = randomUUID()): Promise<T> {
  const response = await fetch(`${broker}/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${secretKey}`,
      // One for each thing we ask: a repetition of this very request is answered again, a later wish is judged anew.
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key }),
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

/** Takes a payment with nobody before a page, by a saved card. The same key again is the same payment, however often the page asks for it. */
export function createPayment(connection: BrokerConnection, payment: CreatePayment, key: string): Promise<CreatedPayment> {
  return call(connection, '/payments', payment, key);
}

/** Reads a session: the broker's word, not the page's, is what the clinic books. */
export function readSession(connection: BrokerConnection, id: string): Promise<PaymentSessionView> {
  return call(connection, `/payment-sessions/${encodeURIComponent(id)}`);
}

export function cancelSession(connection: BrokerConnection, id: string): Promise<PaymentSessionView> {
  return call(connection, `/payment-sessions/${encodeURIComponent(id)}/cancel`, {});
}

/** The latest payments, in this status. */
export async function listPayments(connection: BrokerConnection, status?: Payment['status']): Promise<readonly Payment[]> {
  const { data } = await call<PaymentList>(connection, `/payments?limit=100${status === undefined ? '' : `&status=${status}`}`);
  return data;
}

export function readPayment(connection: BrokerConnection, id: string): Promise<Payment> {
  return call(connection, `/payments/${encodeURIComponent(id)}`);
}

export function readReceipt(connection: BrokerConnection, sessionId: string): Promise<Receipt> {
  return call(connection, `/payment-sessions/${encodeURIComponent(sessionId)}/receipt`);
}

/** Voids or refunds a payment. The same key again is the same wish, however often the page sends it. */
export function reversePayment(
  connection: BrokerConnection,
  id: string,
  what: 'void' | 'refund',
  wish: RefundPayment,
  key: string,
): Promise<ReversedPayment> {
  return call(connection, `/payments/${encodeURIComponent(id)}/${what}`, wish, key);
}

/** InstaMed's own receipt of a payment, for the clerk who asks. */
export function openReceiptPage(connection: BrokerConnection, id: string, requestedBy: string): Promise<ReceiptPage> {
  return call(connection, `/payments/${encodeURIComponent(id)}/receipt-page`, { requestedBy });
}
