import type { Launch } from '@collect-payment/contract';
import { startSandbox, type Sandbox } from '@collect-payment/sandbox';
import { onTestFinished } from 'vitest';
import { account, identityProvider, identityProviderId, secrets, serviceProvider, serviceProviderId } from './credentials.ts';

/** The sandbox in InstaMed's place, with a file server for whoever fetches its files. Ends with the test. */
export async function startInstaMed(files?: {
  readonly user: string;
  readonly password: string;
  readonly publicKey?: string;
}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    accounts: [
      {
        ...account,
        securityKey: secrets.securityKey,
        apiUser: account.accountId,
        apiPassword: secrets.apiPassword,
        rest: { apiKey: secrets.restKey, apiSecret: secrets.restSecret },
        merchantName: 'Riverside Clinic',
        ...(files && { files }),
        identityProvider: { entityId: identityProviderId, certificate: identityProvider.certificate },
      },
    ],
    serviceProvider: { entityId: serviceProviderId, ...serviceProvider },
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export const tokenOf = (launch: Launch): string => new URL(launch.url).searchParams.get('token') ?? '';

/** What a person does on the hosted screen, by the sandbox's control calls. */
export async function onScreen(sandbox: Sandbox, launch: Launch, action: 'pay' | 'cancel', body: object = {}): Promise<void> {
  const answer = await fetch(`${sandbox.url}/sandbox/tokens/${tokenOf(launch)}/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
}
