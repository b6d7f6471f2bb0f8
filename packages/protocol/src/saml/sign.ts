import { hash, sign, type KeyObject } from 'node:crypto';
import { ProtocolError } from '../errors.ts';
import { algorithms, namespaces } from './names.ts';

/** What is signed, and by whose certificate a reader knows it. */
export interface SamlSignature {
  /** The key's certificate: base64 DER on one line, written into KeyInfo as a hint. */
  readonly certificate: string;
  /** Which elements carry a Signature. InstaMed does not say (instamed-protocol.md §1.11); `both` satisfies either reading. */
  readonly scope: 'assertion' | 'response' | 'both';
}

/** A signing key in this process. Keep the KeyObject: parsing a PEM for each Response costs more than writing it. */
export interface SamlSigning extends SamlSignature {
  /** RSA private key of at least 2,048 bits; ERR_SAML_KEY otherwise. */
  readonly key: KeyObject;
}

/** A signing key elsewhere, in a key store or a hardware module. */
export interface ExternalSamlSigning extends SamlSignature {
  /** RSASSA-PKCS1-v1_5 with SHA-256 over the bytes (RFC 8017 8.2). */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

/** Yields the bytes to sign and takes their signature: whoever drives it decides whether that happens here and now or elsewhere and later. */
export type Signing<Result> = Generator<Uint8Array, Result, Uint8Array>;

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

/** Signs at once. Throws ERR_SAML_KEY. */
export function signHere<Result>(signing: Signing<Result>, key: KeyObject): Result {
  checkSigningKey(key);
  let step = signing.next();
  while (step.done !== true) step = signing.next(sign('sha256', step.value, key));
  return step.value;
}

/** Signs by asking somebody else, one signature after the other: the second one covers the first. */
export async function signElsewhere<Result>(signing: Signing<Result>, ask: ExternalSamlSigning['sign']): Promise<Result> {
  let step = signing.next();
  while (step.done !== true) step = signing.next(await ask(step.value));
  return step.value;
}

/** The element without a Signature. */
export function joinElement(element: SignableElement): string {
  return element.beforeSignature + element.afterSignature;
}

/**
 * The element with an enveloped Signature over itself: one Reference, enveloped-signature and Exclusive C14N, SHA-256,
 * RSA-SHA256 (SAML Core 5.4; XML Signature 4).
 */
export function* signElement(element: SignableElement, certificate: string): Signing<string> {
  const digest = hash('sha256', joinElement(element), 'base64');
  const signedInfoContent = methods + element.id + transformsAndDigest + digest + signedInfoClose;
  const signature: Uint8Array = yield Buffer.from(canonicalSignedInfoOpen + signedInfoContent);
  return (
    element.beforeSignature +
    `<ds:Signature xmlns:ds="${namespaces.ds}">${signedInfoOpen}${signedInfoContent}` +
    `<ds:SignatureValue>${Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength).toString('base64')}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>` +
    element.afterSignature
  );
}
