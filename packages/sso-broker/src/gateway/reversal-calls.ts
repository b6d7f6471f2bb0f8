import {
  encodeRestSimpleRefund,
  encodeRestVoid,
  encodeSimpleRefundRequest,
  encodeSoapECheckVoid,
  encodeSoapSimpleRefund,
  encodeSoapVoid,
  encodeVoidRequest,
  readRestReversalResponse,
  readReversalResponse,
  readSoapReversalResponse,
  restKeyHeader,
  restSecretHeader,
  type PaymentServiceCall,
  type ReversalAnswer,
} from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { ReversalOrder } from '../engine/gateway.ts';
import { writeBasicAuthorization } from './basic-authorization.ts';

/** A void or refund as one of InstaMed's interfaces takes it, and how its answer is read. */
export interface ReversalCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly read: (text: string) => ReversalAnswer;
  /** The HTTP status by which the interface refuses for certain, where it has one. */
  readonly refusedBy?: number;
}

type Order = Pick<ReversalOrder, 'type' | 'tender' | 'outlet' | 'transactionId' | 'cents'>;

const requestOf = ({ outlet, transactionId }: Order) => ({ ...outlet, primaryTransactionId: transactionId });

/** By name-value pairs (instamed-protocol.md §3.5, §3.6). */
export function nvpReversal(account: InstaMedAccount, order: Order): ReversalCall {
  const { type, cents } = order;
  const request = requestOf(order);
  return {
    url: account.receiptUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: writeBasicAuthorization(account) },
    body: type === 'void' ? encodeVoidRequest(request) : encodeSimpleRefundRequest({ ...request, cents }),
    read: readReversalResponse,
  };
}

/** By the SOAP payment service (§4). */
export function soapReversal(account: InstaMedAccount, order: Order): ReversalCall {
  const { operation, headers, body } = encodeSoapCall(account, order);
  return {
    url: account.paymentServiceUrl,
    headers: { ...headers, authorization: writeBasicAuthorization(account) },
    body,
    read: (text) => readSoapReversalResponse(text, operation),
  };
}

function encodeSoapCall({ soapVersion }: InstaMedAccount, order: Order): PaymentServiceCall {
  const { type, tender, transactionId, cents } = order;
  const request = requestOf(order);
  if (type === 'refund') return encodeSoapSimpleRefund(soapVersion, { ...request, cents });
  return tender === 'check' ? encodeSoapECheckVoid(soapVersion, transactionId) : encodeSoapVoid(soapVersion, request);
}

/** By REST (§9.1), which says 400 for what it will not do, and 200 for a decline. */
export function restReversal({ rest }: InstaMedAccount, order: Order): ReversalCall {
  // The configuration is refused without it.
  if (rest === undefined) throw new Error('The REST interface is not configured');
  const request = requestOf(order);
  const { path, body } = order.type === 'void' ? encodeRestVoid(request) : encodeRestSimpleRefund({ ...request, cents: order.cents });
  return {
    url: `${rest.url}${path}`,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      [restKeyHeader]: rest.apiKey.reveal(),
      [restSecretHeader]: rest.apiSecret.reveal(),
    },
    body,
    read: readRestReversalResponse,
    refusedBy: 400,
  };
}
