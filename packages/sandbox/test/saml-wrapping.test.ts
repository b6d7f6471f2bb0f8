import { randomBytes } from 'node:crypto';
import { writeSamlResponse } from '@collect-payment/protocol';
import { describe, expect, test } from 'vitest';
import { runningSandbox } from './signed-on.ts';
import { post, signing, termsFor } from './saml-form.ts';

// Signature wrapping: a signed element is moved where the verifier finds it and the reader does not, and a forged one takes
// its place. The eight shapes of Somorovsky et al., "On Breaking SAML" (2012), and what later advisories added.
const assertionPattern = /<saml:Assertion .*<\/saml:Assertion>/s;
const signaturePattern = /<ds:Signature .*?<\/ds:Signature>/s;

interface Pieces {
  readonly response: string;
  readonly assertion: string;
  /** A forged Assertion without signature, under an ID of its own. */
  readonly forged: string;
  readonly forgedWith: (child: string) => string;
}

const shapes: Readonly<Record<string, (pieces: Pieces) => string>> = {
  'the forged Assertion before the signed one': ({ response, assertion, forged }) => response.replace(assertion, () => forged + assertion),
  'the forged Assertion after the signed one': ({ response, assertion, forged }) => response.replace(assertion, () => assertion + forged),
  'the signed Assertion inside the forged one': ({ response, assertion, forgedWith }) =>
    response.replace(assertion, () => forgedWith(assertion)),
  'the signed Assertion inside an Object of the forged signature': ({ response, assertion, forgedWith }) => {
    const signature = signaturePattern.exec(assertion)?.[0] ?? '';
    const bare = assertion.replace(signature, '');
    const moved = signature.replace('</ds:Signature>', () => `<ds:Object>${bare}</ds:Object></ds:Signature>`);
    return response.replace(assertion, () => forgedWith(moved));
  },
  'the signed Assertion in Extensions': ({ response, assertion, forged }) =>
    response
      .replace(assertion, () => forged)
      .replace('<samlp:Status>', () => `<samlp:Extensions>${assertion}</samlp:Extensions><samlp:Status>`),
  'the forged Assertion under the ID of the signed one': ({ response, assertion, forged }) => {
    const id = / ID="([^"]+)"/.exec(assertion)?.[1] ?? '';
    return response.replace(assertion, () => forged.replace(/ ID="[^"]+"/, ` ID="${id}"`) + assertion);
  },
  'the signed Response inside a forged Response': ({ response, forged }) =>
    response
      .replace(signaturePattern, '')
      .replace(assertionPattern, () => forged)
      .replace(/ ID="[^"]+"/, ' ID="_outer"')
      .replace('</samlp:Response>', () => `<samlp:Extensions>${response}</samlp:Extensions></samlp:Response>`),
  'the signature of the signed Assertion on the forged one': ({ response, assertion, forgedWith }) =>
    response.replace(assertion, () => forgedWith(signaturePattern.exec(assertion)?.[0] ?? '')),
};

describe.each(['assertion', 'response', 'both'] as const)('a Response signed by %s', (scope) => {
  test.each(Object.keys(shapes))('is refused with %s', async (name) => {
    const sandbox = await runningSandbox();
    const terms = termsFor(sandbox);
    const response = writeSamlResponse(terms, signing(scope));
    const assertion = assertionPattern.exec(response)?.[0] ?? '';
    const forgedId = `_${randomBytes(16).toString('hex')}`;
    const forged = assertion.replace(signaturePattern, '').replaceAll(terms.assertionId, forgedId).replace('>Smith<', '>Mallory<');
    const forgedWith = (child: string) => forged.replace('</saml:Issuer>', () => `</saml:Issuer>${child}`);
    const wrapped = shapes[name]?.({ response, assertion, forged, forgedWith }) ?? '';
    expect(wrapped).toContain('>Mallory<');
    expect(await post(sandbox, wrapped)).toMatch(/^(structure-invalid|signature-invalid|unsigned)$/);
    expect([...sandbox.ledger.launches.values()]).toEqual([]);
  });
});

test('a comment inside a value does not cut it short', async () => {
  const sandbox = await runningSandbox();
  const xml = writeSamlResponse(termsFor(sandbox), signing('both'));
  // Exclusive C14N drops comments, so the signature still holds; the value read must be the whole one.
  expect(await post(sandbox, xml.replace('>Smith<', '>Smi<!-- x -->th<'))).toBe('launched');
  expect([...sandbox.ledger.launches.values()][0]?.parameters.patientLastName).toBe('Smith');
});
