import { getVerifiedXml } from '@node-saml/node-saml/lib/xml.js';
import type { Switches } from '../../switches.ts';
import { childNamed, childrenNamed, parseXml, treeOf, type DomElement } from '../../xml-tree.ts';
import { Refusal } from '../refusal.ts';
import { ds } from './namespaces.ts';

const sha2 = /^http:\/\/www\.w3\.org\/2001\/04\/(xmldsig-more#rsa-sha(256|384|512)|xmlenc#sha(256|512)|xmldsig-more#sha384)$/;
const sha1 = /^http:\/\/www\.w3\.org\/2000\/09\/xmldsig#(rsa-sha1|sha1)$/;

/**
 * The element as it was signed: the very bytes under the signature, parsed again, and never the document around them.
 * Undefined when none of the certificates verifies it. @throws Refusal algorithm-refused
 */
export async function verifiedElement(
  xml: string,
  element: DomElement,
  certificate: string,
  switches: Switches,
): Promise<DomElement | undefined> {
  checkAlgorithms(element, switches);
  const verified = quietly(() => getVerifiedXml(xml, element, [certificate]));
  return verified === undefined ? undefined : parseXml(verified);
}

// node-saml tells some failures by null and others by an exception; here they mean the same.
function quietly(verify: () => string | null): string | undefined {
  try {
    return verify() ?? undefined;
  } catch {
    return undefined;
  }
}

/** RSA with SHA-2 only: an algorithm the sender names must not weaken the check (SAML security considerations 6.4.3). */
function checkAlgorithms(element: DomElement, switches: Switches): void {
  const accepted = (algorithm: string) => sha2.test(algorithm) || (switches.samlDigest === 'sha1-accepted' && sha1.test(algorithm));
  const [signature] = childrenNamed(treeOf(element), ds, 'Signature');
  const signedInfo = childNamed(signature, ds, 'SignedInfo');
  const digests = childrenNamed(signedInfo, ds, 'Reference').map((reference) => childNamed(reference, ds, 'DigestMethod'));
  const methods = [childNamed(signedInfo, ds, 'SignatureMethod'), ...digests];
  if (!methods.every((method) => accepted(method?.attributes.get('Algorithm') ?? ''))) throw new Refusal('algorithm-refused');
}
