import { screenPaths, type SsoParameters } from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { Deferred, ReversalCallAnswer, ReversalOrder } from '../engine/gateway.ts';
import { launch, writeForm } from './launch.ts';
import { namePayment } from './name-payment.ts';
import type { SignOnEntropy } from './saml-sign-on.ts';
import type { Sender } from './upstream.ts';

/** A void or refund for a clerk at InstaMed's own page. */
export type ReversalPageOrder = ReversalOrder & { readonly screen: NonNullable<ReversalOrder['screen']> };

/** Signs a clerk on to the page that voids or refunds one payment (instamed-protocol.md §1.7). Refused by InstaMed, nothing was opened. */
export async function openReversalPage(
  upstream: Sender,
  account: InstaMedAccount,
  order: ReversalPageOrder,
  publicUrl: string,
  entropy: SignOnEntropy,
): Promise<Exclude<ReversalCallAnswer, Deferred>> {
  const parameters = writeReversalParameters(account, order, publicUrl);
  const kind = { screen: order.type, sso: account.sso, nameId: parameters.userId ?? account.defaultUserId };
  const answer = await launch(upstream, account, () => writeForm(account, kind, parameters, entropy));
  if (answer.type === 'launched') return { type: 'opened', token: answer.token, url: answer.url };
  if (answer.type !== 'refused') return answer;
  const verdict = { type: 'refused', responseCode: String(answer.respCode ?? ''), fundsTransferred: false } as const;
  return { type: 'answered', verdict };
}

/** Which parameter names the payment, and where it stands, is not public: settings say both (§1.7, §11.6). A refund's amount goes along, to be read only. */
export function writeReversalParameters(account: InstaMedAccount, order: ReversalPageOrder, publicUrl: string): SsoParameters {
  const { type, transactionId, cents, screen } = order;
  const how = type === 'void' ? account.voidScreen : account.refundScreen;
  const landing = (end: 'confirm' | 'cancel') => `${publicUrl}/return/${end}?session=${screen.sessionId}`;
  return {
    ...namePayment(`${account.screensOrigin}${screenPaths[type]}`, how, transactionId),
    accountId: account.accountId,
    ssoAlias: account.ssoAlias,
    id: account.id,
    userId: screen.userId ?? account.defaultUserId,
    responseActionType: 'header',
    lightWeight: true,
    ...(type === 'refund' && { requestedCents: cents, isReadOnly: true }),
    additionalInfo: { [account.sessionIdField]: screen.sessionId },
    confirmUrl: landing('confirm'),
    cancelUrl: landing('cancel'),
  };
}
