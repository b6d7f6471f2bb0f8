import { hash, sign, type KeyObject } from 'node:crypto';
import { ProtocolError } from '../errors.ts';
import { algorithms, namespaces } from './names.ts';

/** The IdentityProvider's signing key and what it signs. Keep the KeyObject: parsing a PEM for each Response costs more than writing it. */
export interface SamlSigning {
  /** RSA private key of at least 2,048 bits; ERR_SAML_KEY otherwise. */
  readonly key: KeyObject;
  /** The key's certificate: base64 DER on one line, written into KeyInfo as a hint. */
  readonly certificate: string;
  /** Which elements carry a Signature. InstaMed does not say (instamed-protocol.md §1.11); `both` satisfies either reading. */
  readonly scope: 'assertion' | 'response' | 'both';
}

/** A canonical element with an `ID`, cut where its enveloped Signature goes. */
export interface SignableElement {
  readonly id: string;
  readonly beforeSignature: string;
  readonly afterSignature: string;
}

// SignedInfo up to the Reference, in canonical form. As a digest input it declares `ds` itself; inside Signature it inherits it.
const signedInfoOpen = '<ds:SignedInfo>';
const canonicalSignedInfoOpen = `<ds:SignedInfo xmlns:ds="${namespaces.ds}">`;
const methods =
  `<ds:CanonicalizationMethod Algorithm="${algorithms.exclusiveC14n}"></ds:CanonicalizationMethod>` +
  `<ds:SignatureMethod Algorithm="${algorithms.rsaSha256}"></ds:SignatureMethod><ds:Reference URI="#`;
const transformsAndDigest =
  `"><ds:Transforms><ds:Transform Algorithm="${algorithms.envelopedSignature}"></ds:Transform>` +
  `<ds:Transform Algorithm="${algorithms.exclusiveC14n}"></ds:Transform></ds:Transforms>` +
  `<ds:DigestMethod Algorithm="${algorithms.sha256}"></ds:DigestMethod><ds:DigestValue>`;
const signedInfoClose = '</ds:DigestValue></ds:Reference></ds:SignedInfo>';

// Node reads a key's details anew each time, which costs more than all else that is done to it before it signs.
const checkedKeys = new WeakSet<KeyObject>();

function checkSigningKey(key: KeyObject): void {
  if (checkedKeys.has(key)) return;
  const modulusLength = key.type === 'private' && key.asymmetricKeyType === 'rsa' ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 0;
  if (modulusLength < 2048)
    throw new ProtocolError('ERR_SAML_KEY', { reason: 'signing key is not an RSA private key of at least 2048 bits' });
  checkedKeys.add(key);
}

/** The element without a Signature. */
export function joinElement(element: SignableElement): string {
  return element.beforeSignature + element.afterSignature;
}

/**
 * The element with an enveloped Signature over itself: one Reference, enveloped-signature and Exclusive C14N, SHA-256,
 * RSA-SHA256 (SAML Core 5.4; XML Signature 4).
 */
export function signElement(element: SignableElement, signing: SamlSigning): string {
  checkSigningKey(signing.key);
  const digest = hash('sha256', joinElement(element), 'base64');
  const signedInfoContent = methods + element.id + transformsAndDigest + digest + signedInfoClose;
  const signature = sign('sha256', Buffer.from(canonicalSignedInfoOpen + signedInfoContent), signing.key).toString('base64');
  return (
    element.beforeSignature +
    `<ds:Signature xmlns:ds="${namespaces.ds}">${signedInfoOpen}${signedInfoContent}` +
    `<ds:SignatureValue>${signature}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${signing.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>` +
    element.afterSignature
  );
}
