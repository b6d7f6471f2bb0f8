import { screenPaths, type SsoParameters } from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { Deferred, ReversalCallAnswer, ReversalOrder } from '../engine/gateway.ts';
import { launch, writeForm } from './launch.ts';
import type { SignOnEntropy } from './saml-sign-on.ts';
import type { Sender } from './upstream.ts';

/** A void for a clerk at InstaMed's own page. */
export type VoidPageOrder = ReversalOrder & { readonly screen: NonNullable<ReversalOrder['screen']> };

/** Signs a clerk on to the page that voids one payment (instamed-protocol.md §1.7). Refused by InstaMed, nothing was opened. */
export async function openVoidPage(
  upstream: Sender,
  account: InstaMedAccount,
  order: VoidPageOrder,
  publicUrl: string,
  entropy: SignOnEntropy,
): Promise<Exclude<ReversalCallAnswer, Deferred>> {
  const parameters = writeVoidParameters(account, order, publicUrl);
  const kind = { screen: 'void', sso: account.sso, nameId: parameters.userId ?? account.defaultUserId } as const;
  const answer = await launch(upstream, account, () => writeForm(account, kind, parameters, entropy));
  if (answer.type === 'launched') return { type: 'opened', token: answer.token, url: answer.url };
  if (answer.type !== 'refused') return answer;
  const verdict = { type: 'refused', responseCode: String(answer.respCode ?? ''), fundsTransferred: false } as const;
  return { type: 'answered', verdict };
}

/** Which parameter names the payment, and where it stands, is not public: both are settings (§1.7, §11.6). */
export function writeVoidParameters(account: InstaMedAccount, order: VoidPageOrder, publicUrl: string): SsoParameters {
  const { transactionId, screen } = order;
  const { parameter, carriedBy } = account.voidScreen;
  const relayState = new URL(`${account.screensOrigin}${screenPaths.void}`);
  if (carriedBy === 'relayState') relayState.searchParams.set(parameter, transactionId);
  const key = parameter === 'transactionID' ? 'transactionId' : 'primaryTransactionId';
  const landing = (how: 'confirm' | 'cancel') => `${publicUrl}/return/${how}?session=${screen.sessionId}`;
  return {
    relayState: relayState.href,
    accountId: account.accountId,
    ssoAlias: account.ssoAlias,
    id: account.id,
    userId: screen.userId ?? account.defaultUserId,
    responseActionType: 'header',
    lightWeight: true,
    additionalInfo: { [account.sessionIdField]: screen.sessionId },
    ...(carriedBy === 'field' && { [key]: transactionId }),
    confirmUrl: landing('confirm'),
    cancelUrl: landing('cancel'),
  };
}
