import { requestSamlResponse, samlPostFields, writeSamlResponse, type SamlTerms } from '@collect-payment/protocol';
import type { SamlSettings } from '../configuration/configuration.ts';
import { activeSigning } from '../identity/active-signing.ts';

/** How far the ServiceProvider's clock may be behind ours. */
export const skewMs = 60_000;
const unspecifiedContext = 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified';

export type FormFields = readonly (readonly [string, string])[];

/** What a sign-on takes from outside: the time and unguessable bytes. */
export interface SignOnEntropy {
  readonly nowMs: number;
  readonly randomBytes: (count: number) => Uint8Array;
}

/**
 * The POST-binding form of an IdP-initiated Response whose attributes are the sign-on fields (instamed-protocol.md §1.11).
 * A key in this process signs at once; an external one is asked, and its SignerError passed on.
 */
export function writeSamlSignOn(
  settings: Omit<SamlSettings, 'consumer'>,
  attributes: SamlTerms['attributes'],
  nameId: string,
  relayState: string,
  { nowMs, randomBytes }: SignOnEntropy,
): FormFields | Promise<FormFields> {
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
  const { key, certificate } = activeSigning(settings, nowMs);
  const signature = { certificate: certificate.raw.toString('base64'), scope: settings.sign };
  const encryption = settings.encryption && { ...settings.encryption, random: randomBytes };
  if (key.type === 'key') return samlPostFields(writeSamlResponse(terms, { ...signature, key: key.key }, encryption), relayState);
  const response = requestSamlResponse(terms, { ...signature, sign: key.sign }, encryption);
  return response.then((xml) => samlPostFields(xml, relayState));
}
