import { X509Certificate, randomBytes } from 'node:crypto';
import {
  acsPath,
  encodeNvp,
  encodeSsoParameters,
  samlPostFields,
  screenPaths,
  writeSamlResponse,
  type SamlEncryption,
  type SamlSigning,
  type SamlTerms,
} from '@collect-payment/protocol';
import type { RunningSandbox } from '../src/start-sandbox.ts';
import {
  account,
  configuration,
  control,
  identityProvider,
  identityProviderKey,
  parametersFor,
  postForm,
  serviceProvider,
} from './signed-on.ts';

const oneLine = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, '');

export const signing = (
  scope: SamlSigning['scope'],
  pair = { key: identityProviderKey, certificate: identityProvider.certificate },
): SamlSigning => ({
  key: pair.key,
  certificate: oneLine(pair.certificate),
  scope,
});

export const encryption = (content: SamlEncryption['content'], certificate = serviceProvider.certificate): SamlEncryption => ({
  certificate: new X509Certificate(certificate),
  content,
  random: randomBytes,
});

/** Terms the sandbox accepts, unless told otherwise. */
export function termsFor({ url, clock }: RunningSandbox, changes: Partial<SamlTerms> = {}): SamlTerms {
  const nowMs = clock.now().getTime();
  const { securityKey: _, ...parameters } = parametersFor(url);
  return {
    responseId: `_${randomBytes(16).toString('hex')}`,
    assertionId: `_${randomBytes(16).toString('hex')}`,
    issueInstant: new Date(nowMs),
    notBefore: new Date(nowMs - 60_000),
    notOnOrAfter: new Date(nowMs + 300_000),
    issuer: account.identityProvider.entityId,
    audience: configuration.serviceProvider.entityId,
    recipient: url + acsPath,
    destination: url + acsPath,
    nameId: 'clerk-1',
    nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    authnContext: 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified',
    attributes: encodeSsoParameters(parameters),
    ...changes,
  };
}

export const relayStateOf = ({ url }: RunningSandbox): string => url + screenPaths['simple-collect'];

/** Posts a Response; gives the token, or the reason of the refusal. */
export async function post(sandbox: RunningSandbox, xml: string, relayState = relayStateOf(sandbox)): Promise<string> {
  const response = await postForm(sandbox.url, encodeNvp(samlPostFields(xml, relayState)));
  const url = new URL(response.headers.get('relaystate') ?? response.headers.get('location') ?? '');
  if (url.searchParams.has('token')) return 'launched';
  const { json } = await control(sandbox, 'GET', 'ledger');
  return String(json['refusals']?.at(-1)?.['reason']);
}

/** Writes, signs and posts. */
export const signOn = (
  sandbox: RunningSandbox,
  changes: Partial<SamlTerms> = {},
  by = signing('both'),
  sealed?: SamlEncryption,
): Promise<string> => post(sandbox, writeSamlResponse(termsFor(sandbox, changes), by, sealed));
