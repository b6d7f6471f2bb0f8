import {
  encodeSimpleRefundRequest,
  encodeSoapECheckVoid,
  encodeSoapSimpleRefund,
  encodeSoapVoid,
  encodeVoidRequest,
  judgeSimpleRefund,
  judgeVoid,
  readReversalResponse,
  readSoapReversalResponse,
  type PaymentServiceCall,
  type ReversalAnswer,
} from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { Deferred, ReversalCallAnswer, ReversalOrder } from '../engine/gateway.ts';
import { writeBasicAuthorization } from './basic-authorization.ts';
import { decodeText } from './charset.ts';
import { readAnswer } from './read-answer.ts';
import type { Sender } from './upstream.ts';

const maxBytes = 64 * 1024;
const unreadable = { type: 'unavailable', reason: 'unreadable' } as const;

/** A call of either interface, and how its answer is read. */
interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly read: (text: string) => ReversalAnswer;
}

/**
 * Voids or refunds a payment, once (instamed-protocol.md §3.5, §3.6, §4). An answer that says neither yes nor no is `doubt`; so is, to be
 * safe, a status of 500 or more, which may come after the work. Wrong credentials are refused before any.
 */
export async function requestReversal(
  upstream: Sender,
  account: InstaMedAccount,
  order: ReversalOrder,
): Promise<Exclude<ReversalCallAnswer, Deferred>> {
  const isBySoap = account.reversalChannel === 'soap' || order.tender === 'check';
  const { url, headers, body, read } = isBySoap ? soapCall(account, order) : nvpCall(account, order);
  const authorization = writeBasicAuthorization(account);
  const answer = await upstream.post({ operation: 'reversal', url, headers: { ...headers, authorization }, body, maxBytes });
  if (answer.type === 'unavailable') return answer;
  if (answer.status === 401) return { type: 'unavailable', reason: 'http_status', notSent: true };
  if (answer.status >= 500) return { type: 'unavailable', reason: 'http_status' };
  const text = decodeText(answer.body, answer.headers['content-type']);
  const said = text === undefined ? unreadable : readAnswer(() => read(text));
  if (said.type === 'unavailable') return said;
  const judge = order.type === 'void' ? judgeVoid : judgeSimpleRefund;
  return { type: 'answered', verdict: judge(said, order.transactionId) };
}

function nvpCall({ receiptUrl }: InstaMedAccount, { type, outlet, transactionId, cents }: ReversalOrder): Call {
  const request = { ...outlet, primaryTransactionId: transactionId };
  return {
    url: receiptUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: type === 'void' ? encodeVoidRequest(request) : encodeSimpleRefundRequest({ ...request, cents }),
    read: readReversalResponse,
  };
}

function soapCall(account: InstaMedAccount, order: ReversalOrder): Call {
  const { operation, headers, body } = encodeSoapCall(account, order);
  return { url: account.paymentServiceUrl, headers, body, read: (text) => readSoapReversalResponse(text, operation) };
}

function encodeSoapCall(
  { soapVersion }: InstaMedAccount,
  { type, tender, outlet, transactionId, cents }: ReversalOrder,
): PaymentServiceCall {
  const request = { ...outlet, primaryTransactionId: transactionId };
  if (type === 'refund') return encodeSoapSimpleRefund(soapVersion, { ...request, cents });
  return tender === 'check' ? encodeSoapECheckVoid(soapVersion, transactionId) : encodeSoapVoid(soapVersion, request);
}
