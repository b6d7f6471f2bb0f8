import { judgeSimpleRefund, judgeVoid } from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { Deferred, ReversalCallAnswer, ReversalOrder } from '../engine/gateway.ts';
import { decodeText } from './charset.ts';
import { readAnswer } from './read-answer.ts';
import { nvpReversal, restReversal, soapReversal, type ReversalCall } from './reversal-calls.ts';
import type { Sender } from './upstream.ts';

const maxBytes = 64 * 1024;
const unreadable = { type: 'unavailable', reason: 'unreadable' } as const;

/**
 * Voids or refunds a payment, once (instamed-protocol.md §3.5, §3.6, §4, §9.1). An answer that says neither yes nor no is `doubt`; so is, to be
 * safe, a status of 500 or more, which may come after the work. Wrong credentials are refused before any.
 */
export async function requestReversal(
  upstream: Sender,
  account: InstaMedAccount,
  order: ReversalOrder,
): Promise<Exclude<ReversalCallAnswer, Deferred>> {
  const { url, headers, body, read, refusedBy } = callOf(account, order);
  const answer = await upstream.post({ operation: 'reversal', url, headers, body, maxBytes });
  if (answer.type === 'unavailable') return answer;
  if (answer.status === 401) return { type: 'unavailable', reason: 'http_status', notSent: true };
  if (answer.status === refusedBy) return { type: 'answered', verdict: { type: 'refused', fundsTransferred: false } };
  if (answer.status >= 500) return { type: 'unavailable', reason: 'http_status' };
  const text = decodeText(answer.body, answer.headers['content-type']);
  const said = text === undefined ? unreadable : readAnswer(() => read(text));
  if (said.type === 'unavailable') return said;
  const judge = order.type === 'void' ? judgeVoid : judgeSimpleRefund;
  return { type: 'answered', verdict: judge(said, order.transactionId) };
}

/** eChecks are voided by SOAP always: no other interface has a call for it. */
function callOf(account: InstaMedAccount, order: ReversalOrder): ReversalCall {
  if (order.tender === 'check') return soapReversal(account, order);
  switch (account.reversalChannel) {
    case 'nvp':
      return nvpReversal(account, order);
    case 'soap':
      return soapReversal(account, order);
    case 'rest':
      return restReversal(account, order);
    default:
      return account.reversalChannel satisfies never;
  }
}
