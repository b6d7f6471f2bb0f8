import { samlPostFields, writeSamlResponse, type SamlSigning, type SamlTerms } from '@collect-payment/protocol';
import type { SamlSettings } from '../configuration/configuration.ts';

/** How far the ServiceProvider's clock may be behind ours. */
const skewMs = 60_000;
const unspecifiedContext = 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified';

/** What a sign-on takes from outside: the time and unguessable bytes. */
export interface SignOnEntropy {
  readonly nowMs: number;
  readonly randomBytes: (count: number) => Uint8Array;
}

/** The POST-binding form of an IdP-initiated Response whose attributes are the sign-on fields (instamed-protocol.md §1.11). */
export function writeSamlSignOn(
  settings: SamlSettings,
  attributes: SamlTerms['attributes'],
  nameId: string,
  relayState: string,
  { nowMs, randomBytes }: SignOnEntropy,
): readonly (readonly [string, string])[] {
  const id = () => `_${Buffer.from(randomBytes(16)).toString('hex')}`;
  const terms: SamlTerms = {
    responseId: id(),
    assertionId: id(),
    issueInstant: new Date(nowMs),
    notBefore: new Date(nowMs - skewMs),
    notOnOrAfter: new Date(nowMs + settings.lifetimeMs),
    issuer: settings.entityId,
    audience: settings.audience,
    recipient: settings.recipient,
    destination: settings.destination,
    nameId,
    nameIdFormat: settings.nameIdFormat,
    authnContext: unspecifiedContext,
    attributes,
  };
  const signing: SamlSigning = {
    key: settings.signingKey,
    certificate: settings.signingCertificate.raw.toString('base64'),
    scope: settings.sign,
  };
  const encryption = settings.encryption && { ...settings.encryption, random: randomBytes };
  return samlPostFields(writeSamlResponse(terms, signing, encryption), relayState);
}
