import { encodeViewReceiptRequest, readViewReceiptResponse } from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { Deferred, ViewReceiptAnswer } from '../engine/gateway.ts';
import type { Outlet } from '../session/terms.ts';
import { writeBasicAuthorization } from './basic-authorization.ts';
import { decodeText } from './charset.ts';
import { readAnswer } from './read-answer.ts';
import type { Sender } from './upstream.ts';

const maxBytes = 1024 * 1024;

/** Reads the receipt of a token (instamed-protocol.md §3.3). The status of error answers is undocumented (§3.1): a 4xx may carry one. */
export async function requestReceipt(
  upstream: Sender,
  account: InstaMedAccount,
  outlet: Outlet,
  token: string,
): Promise<Exclude<ViewReceiptAnswer, Deferred>> {
  const answer = await upstream.post({
    operation: 'receipt',
    url: account.receiptUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: writeBasicAuthorization(account) },
    body: encodeViewReceiptRequest({ ...outlet, token, requestToken: false, allowPartialPayment: false }),
    maxBytes,
  });
  if (answer.type === 'unavailable') return answer;
  if (answer.status >= 500) return { type: 'unavailable', reason: 'http_status' };
  const text = decodeText(answer.body, answer.headers['content-type']);
  const receipt = text === undefined ? unreadable : readAnswer(() => readViewReceiptResponse(text));
  return receipt.type === 'receipt' && answer.status !== 200 ? { type: 'unavailable', reason: 'http_status' } : receipt;
}

const unreadable = { type: 'unavailable', reason: 'unreadable' } as const;
