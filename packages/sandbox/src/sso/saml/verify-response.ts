import { decryptXml } from '@node-saml/node-saml/lib/xml.js';
import type { Switches } from '../../switches.ts';
import { elementsOf, parseXml, treeOf, type DomElement, type XmlElement } from '../../xml-tree.ts';
import { Refusal } from '../refusal.ts';
import { saml } from './namespaces.ts';
import { isSigned, readStructure, type ResponseStructure } from './response-structure.ts';
import { verifiedElement } from './signature.ts';

/** What may be read: only what was under a signature. */
export interface VerifiedResponse {
  /** The Response without its signature; absent when only the Assertion is signed. */
  readonly response: XmlElement | undefined;
  readonly assertion: XmlElement;
}

export interface Verification {
  readonly certificate: string;
  /** PEM */
  readonly decryptionKey: string | undefined;
  readonly switches: Switches;
}

/** A Response read as far as it can be without trusting it. */
export interface UnverifiedResponse {
  readonly xml: string;
  readonly element: DomElement;
  readonly structure: ResponseStructure;
}

/** @throws Refusal xml-malformed, structure-invalid, status-not-success */
export async function readResponse(base64: string): Promise<UnverifiedResponse> {
  const compact = base64.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) throw new Refusal('xml-malformed');
  const xml = Buffer.from(compact, 'base64').toString('utf8');
  const { element, tree } = await parse(xml);
  return { xml, element, structure: readStructure(tree) };
}

async function parse(xml: string): Promise<{ readonly element: DomElement; readonly tree: XmlElement }> {
  try {
    const element = await parseXml(xml);
    return { element, tree: treeOf(element) };
  } catch (cause) {
    throw new Refusal('xml-malformed', undefined, { cause });
  }
}

/**
 * Verifies every signature the Response carries, decrypting on the way. A signature that is there must hold: there is no
 * falling back to another. @throws Refusal unsigned, signature-invalid, algorithm-refused, decryption-failed, encryption-*
 */
export async function verifyResponse(
  { xml, element, structure }: UnverifiedResponse,
  verification: Verification,
): Promise<VerifiedResponse> {
  const { samlEncryption } = verification.switches;
  if (samlEncryption === 'required' && !structure.encrypted) throw new Refusal('encryption-required');
  if (samlEncryption === 'refused' && structure.encrypted) throw new Refusal('encryption-refused');
  if (!structure.responseSigned && structure.assertionSigned === false) throw new Refusal('unsigned');
  const response = structure.responseSigned ? await verify(xml, element) : undefined;
  const carrier = response ?? element;
  const plain = structure.encrypted ? await decrypt(carrier, verification.decryptionKey) : { xml, element: assertionOf(element) };
  const assertionSigned = isSigned(treeOf(plain.element));
  requireSigned(structure.responseSigned, assertionSigned, verification.switches);
  let assertion = plain.element;
  if (assertionSigned) assertion = await verify(plain.xml, plain.element);
  // Under the Response's signature alone, the Assertion to read is the one inside the verified bytes.
  else if (!structure.encrypted) assertion = assertionOf(carrier);
  return { response: response && treeOf(response), assertion: treeOf(assertion) };

  async function verify(signedXml: string, signed: DomElement): Promise<DomElement> {
    const verified = await verifiedElement(signedXml, signed, verification.certificate, verification.switches);
    if (verified === undefined) throw new Refusal('signature-invalid');
    return verified;
  }
}

function requireSigned(response: boolean, assertion: boolean, { samlSignature }: Switches): void {
  const enough = { any: response || assertion, response, assertion, both: response && assertion }[samlSignature];
  if (!enough) throw new Refusal('unsigned');
}

function assertionOf(response: DomElement, localName = 'Assertion'): DomElement {
  const found = elementsOf(response).find((child) => child.namespaceURI === saml && child.localName === localName);
  if (found === undefined) throw new Refusal('structure-invalid', 'Part: Assertion.');
  return found;
}

async function decrypt(response: DomElement, key: string | undefined): Promise<{ readonly xml: string; readonly element: DomElement }> {
  if (key === undefined) throw new Refusal('decryption-failed', 'The sandbox has no key.');
  try {
    const xml = await decryptXml(assertionOf(response, 'EncryptedAssertion').toString(), key);
    const element = await parseXml(xml);
    if (element.namespaceURI !== saml || element.localName !== 'Assertion') throw new Error('not an Assertion');
    return { xml, element };
  } catch (cause) {
    throw new Refusal('decryption-failed', undefined, { cause });
  }
}
