import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createTerms, encryptionOf, identityProvider, signingOf } from '../../test/saml/parties.ts';
import { samlPostFields, writeSamlResponse, type SamlTerms } from './index.ts';

const signing = signingOf('both');
const at = (time: string) => new Date(`2026-01-02T03:${time}Z`);
const terms = createTerms({
  responseId: '_response',
  assertionId: '_assertion',
  issueInstant: at('04:05.006'),
  notBefore: at('03:05.006'),
  notOnOrAfter: at('09:05.006'),
});
const withoutSignatures = (xml: string) => xml.replaceAll(/<ds:Signature .*?<\/ds:Signature>/g, '');
const count = (xml: string, text: string) => xml.split(text).length - 1;
const refusal = (code: string, details: object) => expect.objectContaining({ code, details });

describe('writeSamlResponse', () => {
  test('says each term in its place', async () => {
    await expect(withoutSignatures(writeSamlResponse(terms, signing)).replaceAll('><', '>\n<')).toMatchFileSnapshot(
      '../../test/fixtures/saml/response.xml',
    );
  });

  test('answers no request: InResponseTo appears nowhere', () => {
    expect(writeSamlResponse(terms, signing)).not.toContain('InResponseTo');
  });

  test('is the same text for the same terms and key', () => {
    expect(writeSamlResponse(terms, signing)).toBe(writeSamlResponse(terms, signing));
  });

  test.each([
    { scope: 'assertion', references: ['#_assertion'] },
    { scope: 'response', references: ['#_response'] },
    { scope: 'both', references: ['#_response', '#_assertion'] },
  ] as const)('scope $scope signs $references, each Signature right after the Issuer', ({ scope, references }) => {
    const xml = writeSamlResponse(terms, signingOf(scope));
    expect([...xml.matchAll(/Reference URI="([^"]*)"/g)].map(([, uri]) => uri)).toEqual(references);
    expect(count(xml, '</saml:Issuer><ds:Signature ')).toBe(references.length);
  });

  test('an empty list of attributes leaves the AttributeStatement out', () => {
    expect(writeSamlResponse({ ...terms, attributes: [] }, signing)).not.toContain('AttributeStatement');
  });

  test('an encrypted Response shows nothing of its Assertion', () => {
    const xml = writeSamlResponse(terms, signing, encryptionOf('aes-256-gcm'));
    expect(xml).not.toMatch(/clinic@example|Smith|clerk-7|_assertion/);
  });

  test.each([
    [{ responseId: '1response' }, 'ERR_SAML_ID', { term: 'responseId' }],
    [{ assertionId: 'a" b' }, 'ERR_SAML_ID', { term: 'assertionId' }],
    [{ assertionId: '_response' }, 'ERR_SAML_ID', { term: 'assertionId' }],
    [{ audience: '' }, 'ERR_SAML_TERM_MISSING', { term: 'audience' }],
    [{ nameId: ' \n' }, 'ERR_SAML_TERM_MISSING', { term: 'nameId' }],
    [{ attributes: [['', 'x']] }, 'ERR_SAML_TERM_MISSING', { term: 'attribute name' }],
    [{ notOnOrAfter: terms.notBefore }, 'ERR_SAML_VALIDITY', {}],
    [{ notOnOrAfter: new Date(Number.NaN) }, 'ERR_SAML_VALIDITY', {}],
    [{ issueInstant: new Date(Number.NaN) }, 'ERR_SAML_VALIDITY', {}],
    [{ nameId: 'a\u0007' }, 'ERR_SAML_CONTROL_CHARACTER', { term: 'nameId' }],
    [{ destination: 'https://\u0000' }, 'ERR_SAML_CONTROL_CHARACTER', { term: 'destination' }],
    [{ attributes: [['patientLastName', '\uD800']] }, 'ERR_SAML_CONTROL_CHARACTER', { term: 'patientLastName' }],
    [{ attributes: [['\u0001', 'x']] }, 'ERR_SAML_CONTROL_CHARACTER', { term: 'attribute name' }],
  ] satisfies [Partial<SamlTerms>, string, object][])('refuses %j with %s', (bad, code, details) => {
    expect(() => writeSamlResponse({ ...terms, ...bad }, signing)).toThrow(refusal(code, details));
  });

  test.each([
    ['a public key', identityProvider.certificate.publicKey],
    ['an RSA key of 1024 bits', generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey],
    ['an elliptic-curve key', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ])('does not sign with %s', (_name, key) => {
    expect(() => writeSamlResponse(terms, { ...signing, key })).toThrow(expect.objectContaining({ code: 'ERR_SAML_KEY' }));
  });
});

test('the form of the POST binding carries the Response in base64 and the RelayState as it is', () => {
  expect(samlPostFields('<a>李</a>', 'https://online.example/?a=b&c')).toEqual([
    ['SAMLResponse', Buffer.from('<a>李</a>').toString('base64')],
    ['RelayState', 'https://online.example/?a=b&c'],
  ]);
});
