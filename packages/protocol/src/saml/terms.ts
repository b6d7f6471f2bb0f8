import { ProtocolError } from '../errors.ts';

/**
 * What one SAML Response says.
 *
 * The flow is IdP-initiated: no AuthnRequest came, so nothing carries `InResponseTo` (SAML Profiles 4.1.5).
 * InstaMed publishes none of its SAML particulars (instamed-protocol.md §1.11); each is therefore a term.
 */
export interface SamlTerms {
  /** `ID` of the Response: an xs:ID no one can guess, of at least 128 random bits (SAML Core 1.3.4). */
  readonly responseId: string;
  /** `ID` of the Assertion; another value than `responseId`. */
  readonly assertionId: string;
  readonly issueInstant: Date;
  /** First instant at which the Assertion is valid. */
  readonly notBefore: Date;
  /** First instant at which the Assertion is no longer valid, and the end of its bearer confirmation. */
  readonly notOnOrAfter: Date;
  /** entityID of the IdentityProvider. */
  readonly issuer: string;
  /** entityID of the ServiceProvider. */
  readonly audience: string;
  /** URL of the ServiceProvider's AssertionConsumerService, in the bearer confirmation. */
  readonly recipient: string;
  /** URL the Response is posted to. */
  readonly destination: string;
  readonly nameId: string;
  readonly nameIdFormat: string;
  /** AuthnContextClassRef: how the person signed on to the host. */
  readonly authnContext: string;
  /** Attribute names are the NVP names (instamed-protocol.md §1.5), in this order. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

// xs:ID without its non-ASCII letters: what a Reference URI can carry without escaping.
const xmlId = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

const mandatory = ['issuer', 'audience', 'recipient', 'destination', 'nameId', 'nameIdFormat', 'authnContext'] as const;

/**
 * Refuses terms that would make an invalid Response.
 *
 * ERR_SAML_ID: an id that is no xs:ID, or one id for both elements, for a signature refers to its element by id alone.
 * ERR_SAML_TERM_MISSING: an empty or blank value where SAML wants one. ERR_SAML_VALIDITY: no time, or a window that is empty.
 */
export function checkTerms(terms: SamlTerms): void {
  if (!xmlId.test(terms.responseId)) throw new ProtocolError('ERR_SAML_ID', { term: 'responseId' });
  if (!xmlId.test(terms.assertionId) || terms.assertionId === terms.responseId)
    throw new ProtocolError('ERR_SAML_ID', { term: 'assertionId' });
  const missing = mandatory.find((term) => terms[term].trim() === '');
  if (missing !== undefined) throw new ProtocolError('ERR_SAML_TERM_MISSING', { term: missing });
  if (terms.attributes.some(([name]) => name === '')) throw new ProtocolError('ERR_SAML_TERM_MISSING', { term: 'attribute name' });
  // False for an invalid Date too, whose time is NaN.
  const valid = terms.notBefore.getTime() < terms.notOnOrAfter.getTime() && !Number.isNaN(terms.issueInstant.getTime());
  if (!valid) throw new ProtocolError('ERR_SAML_VALIDITY', {});
}
