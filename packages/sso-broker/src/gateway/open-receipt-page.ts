import type { SsoParameters } from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { Deferred, LaunchAnswer, ReceiptOrder } from '../engine/gateway.ts';
import { launch, writeForm } from './launch.ts';
import { namePayment } from './name-payment.ts';
import type { SignOnEntropy } from './saml-sign-on.ts';
import type { Sender } from './upstream.ts';

/** Signs a clerk on to InstaMed's receipt of one payment, at the address that the clinic was told: no public page has it. */
export async function openReceiptPage(
  upstream: Sender,
  account: InstaMedAccount,
  screen: NonNullable<InstaMedAccount['receiptScreen']>,
  { transactionId, userId = account.defaultUserId }: ReceiptOrder,
  entropy: SignOnEntropy,
): Promise<Exclude<LaunchAnswer, Deferred>> {
  const parameters: SsoParameters = {
    ...namePayment(`${account.screensOrigin}${screen.address}`, screen, transactionId),
    accountId: account.accountId,
    ssoAlias: account.ssoAlias,
    id: account.id,
    userId,
    responseActionType: 'header',
    lightWeight: true,
  };
  const kind = { screen: 'receipt', sso: account.sso, nameId: userId } as const;
  return launch(upstream, account, () => writeForm(account, kind, parameters, entropy));
}
