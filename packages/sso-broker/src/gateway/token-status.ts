import { encodeTokenStatusRequest, readTokenStatusResponse } from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { Deferred, TokenStatusAnswer } from '../engine/gateway.ts';
import { decodeText } from './charset.ts';
import { readAnswer } from './read-answer.ts';
import type { Sender } from './upstream.ts';

const maxBytes = 64 * 1024;

/** Asks SSOService.asmx for a token's status. Faults come with HTTP 500 (SOAP 1.1 6.2), so a 500 is read before it is judged. */
export async function requestTokenStatus(
  upstream: Sender,
  account: InstaMedAccount,
  token: string,
): Promise<Exclude<TokenStatusAnswer, Deferred>> {
  const { headers, body } = encodeTokenStatusRequest(account.soapVersion, {
    tokenId: token,
    accountId: account.accountId,
    alias: account.ssoAlias,
    password: account.securityKey.reveal(),
  });
  const answer = await upstream.post({ operation: 'token-status', url: account.tokenStatusUrl, headers, body, maxBytes });
  if (answer.type === 'unavailable') return answer;
  const text = decodeText(answer.body, answer.headers['content-type']);
  if (text === undefined) return { type: 'unavailable', reason: 'unreadable' };
  const status = readAnswer(() => readTokenStatusResponse(text));
  if (status.type === 'fault') return { type: 'unavailable', reason: 'fault' };
  return answer.status === 200 ? status : { type: 'unavailable', reason: 'http_status' };
}
