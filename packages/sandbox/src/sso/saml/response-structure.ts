import { childNamed, childrenNamed, withDescendants, type XmlElement } from '../../xml-tree.ts';
import { Refusal } from '../refusal.ts';
import { ds, saml, samlp } from './namespaces.ts';

/** What can be told of a Response before anything in it is trusted: where its parts are, and which parts claim a signature. */
export interface ResponseStructure {
  readonly encrypted: boolean;
  readonly responseSigned: boolean;
  /** Undefined while the Assertion is still encrypted. */
  readonly assertionSigned: boolean | undefined;
  /** Chooses the certificate to verify with. Nothing else may be decided on it. */
  readonly issuerHint: string | undefined;
}

/**
 * Refuses every shape but one: a Response with one Assertion, plain or encrypted, as its child, nowhere else another, and no ID twice.
 * Signature wrapping needs a second one somewhere. @throws Refusal structure-invalid, status-not-success
 */
export function readStructure(response: XmlElement): ResponseStructure {
  const all = withDescendants(response);
  const [assertion, ...more] = response.children.filter(isAssertion);
  const ids = all.flatMap(({ attributes }) => attributes.get('ID') ?? []);
  if (response.namespace !== samlp || response.localName !== 'Response' || response.attributes.get('Version') !== '2.0')
    throw new Refusal('structure-invalid', 'Part: Response.');
  if (assertion === undefined || more.length > 0 || all.filter(isAssertion).length !== 1)
    throw new Refusal('structure-invalid', 'Part: Assertion.');
  if (new Set(ids).size !== ids.length) throw new Refusal('structure-invalid', 'Part: ID.');
  const status = childNamed(childNamed(response, samlp, 'Status'), samlp, 'StatusCode')?.attributes.get('Value');
  if (status !== 'urn:oasis:names:tc:SAML:2.0:status:Success') throw new Refusal('status-not-success');
  const encrypted = assertion.localName === 'EncryptedAssertion';
  return {
    encrypted,
    responseSigned: isSigned(response),
    assertionSigned: encrypted ? undefined : isSigned(assertion),
    issuerHint: (childNamed(response, saml, 'Issuer') ?? childNamed(assertion, saml, 'Issuer'))?.text,
  };
}

const isAssertion = ({ namespace, localName }: XmlElement) => namespace === saml && /^(Encrypted)?Assertion$/.test(localName);

/** Whether the element carries a Signature of its own. */
export const isSigned = (element: XmlElement): boolean => childrenNamed(element, ds, 'Signature').length > 0;
