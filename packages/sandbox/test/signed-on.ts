import { createPrivateKey } from 'node:crypto';
import { consumerAcsPath, screenPaths, encodeNvp, encodeSsoParameters, acsPath, type SsoParameters } from '@collect-payment/protocol';
import type { Logger } from 'pino';
import { onTestFinished } from 'vitest';
import { createCertificate } from '../src/create-certificate.ts';
import { startSandbox, type RunningSandbox } from '../src/start-sandbox.ts';
import type { SandboxConfiguration } from '../src/configuration.ts';

export const identityProvider = await createCertificate('identity provider');
export const identityProviderKey = createPrivateKey(identityProvider.privateKey);
export const serviceProvider = await createCertificate('service provider');

export const account = {
  accountId: 'clinic@riverside.example',
  securityKey: 'security-key',
  ssoAlias: 'frontdesk',
  id: 'clinic',
  apiUser: 'clinic@riverside.example',
  apiPassword: 'api-password',
  rest: { apiKey: 'rest-key', apiSecret: 'rest-secret' },
  outlet: { merchantId: '6011000551245', storeId: '001', terminalId: '002' },
  merchantName: 'Riverside Clinic',
  identityProvider: { entityId: 'https://broker.example/saml', certificate: identityProvider.certificate },
};

export const configuration: SandboxConfiguration = {
  accounts: [account],
  serviceProvider: { entityId: 'urn:instamed:sandbox', ...serviceProvider },
};

/** A sandbox of the test's own, closed when the test ends. */
export async function runningSandbox(changes: Partial<SandboxConfiguration> = {}, log?: Logger): Promise<RunningSandbox> {
  const sandbox = await startSandbox({ ...configuration, ...changes }, log && { log });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** What a front desk sends, unless told otherwise. */
export function parametersFor(url: string, changes: Partial<SsoParameters> = {}): SsoParameters {
  return {
    relayState: url + screenPaths['simple-collect'],
    accountId: account.accountId,
    securityKey: account.securityKey,
    ssoAlias: account.ssoAlias,
    id: account.id,
    responseActionType: 'header',
    requestedCents: 12_500,
    patientId: 'P-1001',
    patientFirstName: 'Mary',
    patientLastName: 'Smith',
    additionalInfo: { 1: 'INV-7', 5: 'ps_1' },
    ...changes,
  };
}

/** Posts a form to the ACS and does not follow the answer. */
export const postForm = (
  url: string,
  body: string,
  contentType = 'application/x-www-form-urlencoded',
  path: string = acsPath,
): Promise<Response> => fetch(url + path, { method: 'POST', redirect: 'manual', headers: { 'content-type': contentType }, body });

/** Signs on by NVP; gives the URL of the screen. */
export async function launchUrl(sandbox: RunningSandbox, changes: Partial<SsoParameters> = {}): Promise<URL> {
  const parameters = parametersFor(sandbox.url, changes);
  const acs = parameters.relayState === sandbox.url + screenPaths['consumer-payment'] ? consumerAcsPath : acsPath;
  const answer = await postForm(sandbox.url, encodeNvp(encodeSsoParameters(parameters)), undefined, acs);
  return new URL(answer.headers.get('relaystate') ?? '');
}

/** Signs on by NVP; gives the token. */
export async function launchToken(sandbox: RunningSandbox, changes: Partial<SsoParameters> = {}): Promise<string> {
  return (await launchUrl(sandbox, changes)).searchParams.get('token') ?? '';
}

/** Whatever came; tests match its shape. */
export type Json = { readonly [name: string]: Json } & readonly Json[] & string;

/** Calls the control API. */
export async function control(
  sandbox: RunningSandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: Json }> {
  const response = await fetch(`${sandbox.url}/sandbox/${path}`, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: response.status, json: (await response.json()) as Json };
}
