import { SignedXml } from 'xml-crypto';
import { describe, expect, test } from 'vitest';
import { writeSamlResponse } from '../../src/saml/index.ts';
import { judgesOf } from './judges/all.ts';
import { verdict } from './judges/reading.ts';
import { contents, createTerms, encryptionOf, identityProvider, scopes, signingOf, stranger } from './parties.ts';

const kinds = scopes.flatMap((scope) => contents.map((content) => ({ scope, content })));

describe.for(kinds)('a Response signed: $scope, content: $content', ({ scope, content }) => {
  for (const { title, judge, here } of judgesOf(scope, content)) {
    test.runIf(here)(`is accepted by ${title}, which reads the same values`, async () => {
      const terms = createTerms();
      const reading = await judge.read(writeSamlResponse(terms, signingOf(scope), encryptionOf(content)));
      expect(reading).toEqual({ nameId: terms.nameId, attributes: Object.fromEntries(terms.attributes) });
    });

    test.runIf(here)(`is refused by ${title} when a stranger signed it`, async () => {
      const signing = { ...signingOf(scope, stranger), certificate: identityProvider.certificateBase64 };
      expect(await verdict(judge, writeSamlResponse(createTerms(), signing, encryptionOf(content)))).toBe('refused');
    });
  }
});

describe.for(contents)('the Response around %s content', (content) => {
  test('is, byte for byte, what xml-crypto makes of it in Exclusive C14N', () => {
    const xml = writeSamlResponse(createTerms(), signingOf('both'), encryptionOf(content));
    const [signature] = /<ds:Signature .*?<\/ds:Signature>/s.exec(xml) ?? [''];
    const verifier = new SignedXml({ publicCert: identityProvider.certificatePem, getCertFromKeyInfo: () => null });
    verifier.loadSignature(signature);
    expect(verifier.checkSignature(xml)).toBe(true);
    expect(verifier.getSignedReferences()).toEqual([xml.replace(signature, '')]);
  });
});
