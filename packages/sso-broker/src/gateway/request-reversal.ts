import {
  encodeSimpleRefundRequest,
  encodeVoidRequest,
  judgeSimpleRefund,
  judgeVoid,
  readReversalResponse,
} from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { Deferred, ReversalCallAnswer, ReversalOrder } from '../engine/gateway.ts';
import { writeBasicAuthorization } from './basic-authorization.ts';
import { decodeText } from './charset.ts';
import { readAnswer } from './read-answer.ts';
import type { Sender } from './upstream.ts';

const maxBytes = 64 * 1024;
const unreadable = { type: 'unavailable', reason: 'unreadable' } as const;

/**
 * Voids or refunds a payment, once (instamed-protocol.md §3.5, §3.6). An answer that says neither yes nor no is `doubt`; so is, to be safe, a
 * status of 500 or more, which may come after the work. Wrong credentials are refused before any.
 */
export async function requestReversal(
  upstream: Sender,
  account: InstaMedAccount,
  { type, outlet, transactionId, cents }: ReversalOrder,
): Promise<Exclude<ReversalCallAnswer, Deferred>> {
  const request = { ...outlet, primaryTransactionId: transactionId };
  const answer = await upstream.post({
    operation: 'reversal',
    url: account.receiptUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: writeBasicAuthorization(account) },
    body: type === 'void' ? encodeVoidRequest(request) : encodeSimpleRefundRequest({ ...request, cents }),
    maxBytes,
  });
  if (answer.type === 'unavailable') return answer;
  if (answer.status === 401) return { type: 'unavailable', reason: 'http_status', notSent: true };
  if (answer.status >= 500) return { type: 'unavailable', reason: 'http_status' };
  const text = decodeText(answer.body, answer.headers['content-type']);
  const read = text === undefined ? unreadable : readAnswer(() => readReversalResponse(text));
  if (read.type === 'unavailable') return read;
  const judge = type === 'void' ? judgeVoid : judgeSimpleRefund;
  return { type: 'answered', verdict: judge(read, transactionId) };
}
