import { screenPaths, type SsoParameters } from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import { tokenFrom, type Launch } from '../launch.ts';
import type { Sandbox } from '../sandbox.ts';

type Told = Pick<SsoParameters, 'userId' | 'patientId' | 'patientFirstName' | 'patientLastName' | 'additionalInfo'>;

/** What a sale is booked on that names no sign-on. Its token is nobody's: no receipt is found by it, and no webhook names it. */
export function signOnNobody(account: SandboxAccount, sandbox: Sandbox, told: Told): Launch {
  const { accountId, ssoAlias } = account;
  const parameters = { relayState: sandbox.origins()[0] + screenPaths['simple-collect'], accountId, ssoAlias, ...told };
  const start = { createdAt: sandbox.clock.now(), transactions: [], canceled: false, opened: false, polls: 0, receiptReads: 0 };
  return keepLaunch({ account, screen: 'simple-collect', sso: 'nvp', parameters, unnamed: true, ...start }, sandbox);
}

/** Under a token of its own. */
export function keepLaunch(untold: Omit<Launch, 'token'>, { ledger, newUuid }: Sandbox): Launch {
  const launch: Launch = { ...untold, token: tokenFrom(newUuid()) };
  ledger.launches.set(launch.token, launch);
  return launch;
}
