import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeSamlResponse } from '../../src/saml/index.ts';
import { judgesOf } from './judges/all.ts';
import { nodeSaml } from './judges/node-saml.ts';
import { verdict } from './judges/reading.ts';
import { createTerms, encryptionOf, scopes, signingOf } from './parties.ts';

// Programs are started many times; on a busy machine that takes longer than a test usually may.
const propertyTimeoutMs = 60_000;

const signature = /<ds:Signature .*?<\/ds:Signature>/gs;
const attributeValueOrText = /"[^"]*"|>[^<]+</g;

// Values only: the judges that build on xmldom forgive a misspelt end tag, which says nothing.
function valuePositions(xml: string, owner: 'saml:Assertion' | 'samlp:Response'): number[] {
  const unsigned = xml.replaceAll(signature, (match) => ' '.repeat(match.length));
  const start = xml.indexOf(`<${owner} `);
  const element = unsigned.slice(start, unsigned.indexOf(`</${owner}>`));
  return [...element.matchAll(attributeValueOrText)]
    .filter(([value]) => value.trim() === value && !/^>\s+<$/.test(value))
    .flatMap((match) => Array.from({ length: match[0].length - 2 }, (_, offset) => start + match.index + 1 + offset));
}

const flip = (xml: string, position: number) =>
  xml.slice(0, position) + String.fromCodePoint(xml.charCodeAt(position) ^ 1) + xml.slice(position + 1);

describe.for(scopes)('a flipped bit in a signed value, signature on: %s', (scope) => {
  const xml = writeSamlResponse(createTerms(), signingOf(scope));

  for (const { title, judge, here } of judgesOf(scope, 'plain')) {
    test.runIf(here)(`is refused by ${title}`, { timeout: propertyTimeoutMs }, async () => {
      // samlify reads an Assertion that verifies even when the Response around it does not.
      const onAssertion = scope === 'assertion' || (scope === 'both' && judge.name === 'samlify');
      const positions = valuePositions(xml, onAssertion ? 'saml:Assertion' : 'samlp:Response');
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...positions), async (position) => {
          expect(await verdict(judge, flip(xml, position))).toBe('refused');
        }),
        { numRuns: judge.name === 'xmlsec1' ? 20 : 100 },
      );
    });
  }
});

describe.for(['aes-256-cbc', 'aes-256-gcm'] as const)('a flipped bit in %s content', (content) => {
  test.for(scopes)('is refused when the signature is on: %s', async (scope) => {
    const xml = writeSamlResponse(createTerms(), signingOf(scope), encryptionOf(content));
    const end = xml.lastIndexOf('</xenc:CipherValue>');
    // Near the end, where the attributes are: the Signature's certificate, in the middle, is not signed itself.
    const position = end - 400;
    const swapped = xml.slice(0, position) + (xml[position] === 'A' ? 'B' : 'A') + xml.slice(position + 1);
    expect(await verdict(nodeSaml(scope), swapped)).toBe('refused');
  });
});

test.for([
  ['is expired', { notBefore: new Date(0), notOnOrAfter: new Date(60_000) }, 'expired'],
  ['is not yet valid', { notBefore: new Date(Date.now() + 3_600_000), notOnOrAfter: new Date(Date.now() + 7_200_000) }, 'not yet valid'],
  ['is for another audience', { audience: 'https://other.example' }, 'audience mismatch'],
] as const)('a Response that %s is refused by node-saml', async ([, terms, reason]) => {
  await expect(nodeSaml('both').read(writeSamlResponse(createTerms(terms), signingOf('both')))).rejects.toThrow(reason);
});
