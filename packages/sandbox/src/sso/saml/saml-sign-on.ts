import type { NvpFields } from '@collect-payment/protocol';
import type { SandboxAccount } from '../../configuration.ts';
import type { Sandbox } from '../../sandbox.ts';
import { findAccount, sameSecret } from '../account.ts';
import { Refusal } from '../refusal.ts';
import { readRelayState, type AcsPath } from '../relay-state.ts';
import type { SignOn } from '../sign-on.ts';
import { readAssertionParameters } from './assertion-parameters.ts';
import { checkAssertion } from './check-assertion.ts';
import { readResponse, verifyResponse, type UnverifiedResponse, type VerifiedResponse } from './verify-response.ts';

/** Judges an IdP-initiated SAML sign-on: structure, key, signature, terms, replay, attributes, account, in that order. @throws Refusal */
export async function signOnBySaml(form: NvpFields, sandbox: Sandbox, acs: AcsPath): Promise<SignOn> {
  const { assertions, certificates, clock, configuration, origins, switches } = sandbox;
  const { samlClockSkewMs, samlInResponseTo, samlReplay } = switches.current;
  const encoded = form.get('SAMLResponse') ?? '';
  if (encoded === '') throw new Refusal('saml-response-missing');
  const unverified = await readResponse(encoded);
  const { signer, verified } = await verifyWithAny(unverified, sandbox);
  const now = clock.now();
  const checked = checkAssertion(verified, {
    issuer: signer.entityId,
    audience: configuration.serviceProvider.entityId,
    acsUrls: origins().map((origin) => origin + acs),
    now,
    skewMs: Number(samlClockSkewMs),
    inResponseTo: samlInResponseTo,
  });
  const unused = assertions.firstUse(checked.issuer, checked.id, checked.until, now);
  if (!unused && samlReplay === 'refused') throw new Refusal('replayed');
  const parameters = readAssertionParameters(verified.assertion, form.get('RelayState'));
  const account = findAccount(configuration.accounts, parameters);
  if (account === undefined) throw new Refusal('credentials-invalid');
  if (!certificates.trusts(account, signer)) throw new Refusal('issuer-unknown');
  checkSecurityKey(parameters.securityKey, account, switches.current.samlSecurityKey);
  return { sso: 'saml', account, parameters, ...readRelayState(parameters.relayState, origins(), acs, parameters) };
}

/**
 * Tries the certificates registered under the Issuer named, one at a time: one key must have made every signature. Which of them verified is
 * what counts afterwards.
 */
async function verifyWithAny(unverified: UnverifiedResponse, { certificates, configuration, switches }: Sandbox) {
  const hint = unverified.structure.issuerHint;
  let refusal: Refusal | undefined;
  for (const signer of certificates.signers().filter(({ entityId }) => hint === undefined || entityId === hint)) {
    try {
      const { certificate } = signer;
      const decryptionKey = configuration.serviceProvider.privateKey;
      const verified: VerifiedResponse = await verifyResponse(unverified, { certificate, decryptionKey, switches: switches.current });
      return { signer, verified };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // What else is wrong tells more than that another key did not sign.
      if (refusal === undefined || error.reason !== 'signature-invalid') refusal = error;
    }
  }
  throw refusal ?? new Refusal('issuer-unknown');
}

/** Whether SAML still carries the secret is open (instamed-protocol.md §1.11); one that comes must be right. */
function checkSecurityKey(given: string | undefined, account: SandboxAccount, rule: 'optional' | 'required' | 'ignored'): void {
  if (rule === 'ignored' || (rule === 'optional' && given === undefined)) return;
  if (!sameSecret(given ?? '', account.securityKey)) throw new Refusal('credentials-invalid');
}
