import type { Display, Screen, Sso } from '@collect-payment/contract';
import { encodeNvp, encodeSsoParameters, readSsoAnswer, type SsoParameters } from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { Portal } from '../configuration/screen-portals.ts';
import type { Deferred, LaunchAnswer, Unavailable } from '../engine/gateway.ts';
import { SignerError } from '../identity/saml-signer.ts';
import type { WholeTerms } from '../session/terms.ts';
import { readAnswer } from './read-answer.ts';
import { writeSamlSignOn, type FormFields, type SignOnEntropy } from './saml-sign-on.ts';
import { writeSsoParameters } from './sso-parameters.ts';
import type { Sender } from './upstream.ts';

const maxBytes = 64 * 1024;

/** The form fields of a sign-on. Without SAML settings a session agreed on SAML cannot be signed on: `unavailable`. */
export function writeSignOn(
  account: InstaMedAccount,
  terms: WholeTerms,
  display: Display,
  publicUrl: string,
  entropy: SignOnEntropy,
): FormFields | Promise<FormFields> | Unavailable {
  const parameters = writeSsoParameters(account, terms, display, publicUrl);
  return writeForm(account, { screen: terms.screen, sso: terms.sso, nameId: terms.staff.id }, parameters, entropy);
}

interface SignOnKind {
  readonly screen: Screen | 'void' | 'refund' | 'receipt';
  readonly sso: Sso;
  readonly nameId: string;
}

/** The same form for any parameters. */
export function writeForm(
  account: InstaMedAccount,
  { screen, sso, nameId }: SignOnKind,
  parameters: SsoParameters,
  entropy: SignOnEntropy,
): FormFields | Promise<FormFields> | Unavailable {
  const securityKey = account.securityKey.reveal();
  if (sso === 'nvp') return encodeSsoParameters({ ...parameters, securityKey });
  if (account.saml === undefined) return { type: 'unavailable', reason: 'unreachable', code: 'ERR_SSO_NOT_CONFIGURED' };
  const attributes = encodeSsoParameters(account.saml.sendSecurityKey ? { ...parameters, securityKey } : parameters);
  const settings = screen === 'consumer-payment' ? { ...account.saml, ...account.saml.consumer } : account.saml;
  return writeSamlSignOn(settings, attributes, nameId, parameters.relayState, entropy);
}

/**
 * Signs on, server to server: the ACS answers with a relayState header that names the screen and its token
 * (instamed-protocol.md §1.3). 200 and 3xx are both read; nothing is followed.
 */
export async function launch(
  upstream: Sender,
  { acsUrl, screensOrigin }: Portal,
  write: () => FormFields | Promise<FormFields> | Unavailable,
): Promise<Exclude<LaunchAnswer, Deferred>> {
  const fields = await readSignOn(write);
  if ('type' in fields) return fields;
  const answer = await upstream.post({
    operation: 'launch',
    url: acsUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: encodeNvp(fields),
    maxBytes,
  });
  if (answer.type === 'unavailable') return answer;
  if (answer.status >= 400) return { type: 'unavailable', reason: 'http_status' };
  return readAnswer(() => readSsoAnswer(answer, screensOrigin));
}

/** The form, or why there is none: a field that no sign-on can carry, or a signer that does not answer. Then nothing was sent. */
async function readSignOn(write: () => FormFields | Promise<FormFields> | Unavailable): Promise<FormFields | Unavailable> {
  try {
    return await readAnswer(write);
  } catch (error) {
    if (error instanceof SignerError) return { type: 'unavailable', reason: 'unreachable', code: 'ERR_SSO_SIGNER_UNAVAILABLE' };
    throw error;
  }
}
