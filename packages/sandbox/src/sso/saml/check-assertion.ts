import { childNamed, childrenNamed, type XmlElement } from '../../xml-tree.ts';
import { Refusal, type RefusalReason } from '../refusal.ts';
import { saml } from './namespaces.ts';
import type { VerifiedResponse } from './verify-response.ts';

/** What an Assertion must be for. */
export interface Expected {
  readonly issuer: string;
  readonly audience: string;
  /** The assertion consumer service, by every name it has. */
  readonly acsUrls: readonly string[];
  readonly now: Date;
  readonly skewMs: number;
  readonly inResponseTo: 'refused' | 'ignored';
}

/** An Assertion that holds. */
export interface CheckedAssertion {
  readonly id: string;
  readonly issuer: string;
  /** When the last of its time limits has passed. */
  readonly until: Date;
}

const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/** The rules of SAML Profiles 4.1.4.3 and SAML Core 2.5, on verified content only. @throws Refusal */
export function checkAssertion({ response, assertion }: VerifiedResponse, expected: Expected): CheckedAssertion {
  const id = assertion.attributes.get('ID') ?? '';
  if (id === '' || assertion.attributes.get('Version') !== '2.0') throw new Refusal('structure-invalid', 'Part: Assertion.');
  for (const element of [assertion, response]) {
    const issuer = childNamed(element, saml, 'Issuer');
    if (element === assertion || issuer !== undefined) requireEqual(issuer?.text, [expected.issuer], 'issuer-unknown');
  }
  if (response !== undefined) {
    // SAML Bindings 3.5.5.2: a signed message over POST carries Destination, and it must be where it arrived.
    requireEqual(response.attributes.get('Destination'), expected.acsUrls, 'destination-mismatch');
    requireUnsolicited(response, expected);
  }
  if (childNamed(assertion, saml, 'AuthnStatement') === undefined) throw new Refusal('structure-invalid', 'Part: AuthnStatement.');
  requireStarted(assertion.attributes.get('IssueInstant'), expected);
  const confirmed = checkSubject(assertion, expected);
  const conditioned = checkConditions(assertion, expected);
  return { id, issuer: expected.issuer, until: new Date(Math.max(confirmed.getTime(), conditioned.getTime()) + expected.skewMs) };
}

function checkSubject(assertion: XmlElement, expected: Expected): Date {
  const confirmations = childrenNamed(childNamed(assertion, saml, 'Subject'), saml, 'SubjectConfirmation');
  const confirmation = confirmations.find(({ attributes }) => attributes.get('Method') === bearer);
  const confirmationData = childNamed(confirmation, saml, 'SubjectConfirmationData');
  const notOnOrAfter = confirmationData?.attributes.get('NotOnOrAfter');
  if (confirmationData === undefined || notOnOrAfter === undefined) throw new Refusal('subject-confirmation-invalid');
  requireEqual(confirmationData.attributes.get('Recipient'), expected.acsUrls, 'recipient-mismatch');
  requireUnsolicited(confirmationData, expected);
  requireStarted(confirmationData.attributes.get('NotBefore'), expected);
  return requireNotEnded(notOnOrAfter, expected);
}

function checkConditions(assertion: XmlElement, expected: Expected): Date {
  const conditions = childNamed(assertion, saml, 'Conditions');
  const restrictions = childrenNamed(conditions, saml, 'AudienceRestriction');
  const admits = (restriction: XmlElement) => childrenNamed(restriction, saml, 'Audience').some(({ text }) => text === expected.audience);
  // Several restrictions must all admit us (SAML Core 2.5.1.4).
  if (conditions === undefined || restrictions.length === 0 || !restrictions.every(admits))
    throw new Refusal('audience-mismatch', `Expected: ${expected.audience}`);
  requireStarted(conditions.attributes.get('NotBefore'), expected);
  const notOnOrAfter = conditions.attributes.get('NotOnOrAfter');
  return notOnOrAfter === undefined ? expected.now : requireNotEnded(notOnOrAfter, expected);
}

function requireEqual(found: string | undefined, accepted: readonly string[], reason: RefusalReason): void {
  if (found === undefined || !accepted.includes(found)) throw new Refusal(reason, `Expected: ${accepted[0]}`);
}

function requireUnsolicited({ attributes }: XmlElement, { inResponseTo }: Expected): void {
  if (inResponseTo === 'refused' && attributes.has('InResponseTo')) throw new Refusal('in-response-to-unexpected');
}

function requireStarted(instant: string | undefined, { now, skewMs }: Expected): void {
  if (instant !== undefined && readInstant(instant).getTime() - skewMs > now.getTime()) throw new Refusal('not-yet-valid');
}

function requireNotEnded(instant: string, { now, skewMs }: Expected): Date {
  const end = readInstant(instant);
  if (end.getTime() + skewMs <= now.getTime()) throw new Refusal('expired');
  return end;
}

/** xs:dateTime in UTC, as SAML Core 1.3.3 demands. */
function readInstant(text: string): Date {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text)) throw new Refusal('structure-invalid', 'Part: instant.');
  return new Date(text);
}
