// Everything here is written in Exclusive C14N form: attributes in order, no empty-element tags, each namespace declared
// on the first element that uses its prefix. Its text therefore is its digest input, and no DOM is needed.
import { escapeAttribute, escapeText } from './escape.ts';
import { namespaces, samlIdentifiers } from './names.ts';
import type { SignableElement } from './sign.ts';
import type { SamlTerms } from './terms.ts';

function writeAttribute(name: string, value: string): string {
  return (
    `<saml:Attribute Name="${escapeAttribute(name, 'attribute name')}" NameFormat="${samlIdentifiers.basicAttributeName}">` +
    `<saml:AttributeValue>${escapeText(value, name)}</saml:AttributeValue></saml:Attribute>`
  );
}

// SAML Core 2.7.3 wants at least one Attribute in an AttributeStatement.
function writeAttributeStatement(attributes: SamlTerms['attributes']): string {
  if (attributes.length === 0) return '';
  const written = attributes.map(([name, value]) => writeAttribute(name, value)).join('');
  return `<saml:AttributeStatement>${written}</saml:AttributeStatement>`;
}

/** Subject with bearer confirmation: Recipient and NotOnOrAfter, no NotBefore, no InResponseTo (SAML Profiles 4.1.4.2, 4.1.5). */
function writeSubject(terms: SamlTerms, notOnOrAfter: string): string {
  return (
    `<saml:Subject>` +
    `<saml:NameID Format="${escapeAttribute(terms.nameIdFormat, 'nameIdFormat')}">${escapeText(terms.nameId, 'nameId')}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="${samlIdentifiers.bearer}">` +
    `<saml:SubjectConfirmationData NotOnOrAfter="${notOnOrAfter}" Recipient="${escapeAttribute(terms.recipient, 'recipient')}">` +
    `</saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>`
  );
}

/** Conditions: validity (SAML Core 2.5.1.2), AudienceRestriction (2.5.1.4), OneTimeUse (2.5.1.5). */
function writeConditions(terms: SamlTerms, notOnOrAfter: string): string {
  return (
    `<saml:Conditions NotBefore="${terms.notBefore.toISOString()}" NotOnOrAfter="${notOnOrAfter}">` +
    `<saml:AudienceRestriction><saml:Audience>${escapeText(terms.audience, 'audience')}</saml:Audience></saml:AudienceRestriction>` +
    `<saml:OneTimeUse></saml:OneTimeUse></saml:Conditions>`
  );
}

/** AuthnStatement (SAML Core 2.7.2); the Assertion's own ID is the SessionIndex that section suggests. */
function writeAuthnStatement(terms: SamlTerms, issueInstant: string): string {
  return (
    `<saml:AuthnStatement AuthnInstant="${issueInstant}" SessionIndex="${terms.assertionId}"><saml:AuthnContext>` +
    `<saml:AuthnContextClassRef>${escapeText(terms.authnContext, 'authnContext')}</saml:AuthnContextClassRef>` +
    `</saml:AuthnContext></saml:AuthnStatement>`
  );
}

/** `<saml:Issuer>` with its own namespace declaration where the parent declares none. */
export function writeIssuer(issuer: string, declaration = ''): string {
  return `<saml:Issuer${declaration}>${escapeText(issuer, 'issuer')}</saml:Issuer>`;
}

/** The Assertion (SAML Core 2.3.3), open where its Signature goes: after the Issuer. */
export function writeAssertion(terms: SamlTerms): SignableElement {
  const issueInstant = terms.issueInstant.toISOString();
  const notOnOrAfter = terms.notOnOrAfter.toISOString();
  return {
    id: terms.assertionId,
    beforeSignature:
      `<saml:Assertion xmlns:saml="${namespaces.saml}" ID="${terms.assertionId}" IssueInstant="${issueInstant}" Version="2.0">` +
      writeIssuer(terms.issuer),
    afterSignature:
      writeSubject(terms, notOnOrAfter) +
      writeConditions(terms, notOnOrAfter) +
      writeAuthnStatement(terms, issueInstant) +
      writeAttributeStatement(terms.attributes) +
      `</saml:Assertion>`,
  };
}
