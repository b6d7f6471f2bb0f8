import { SignedXml } from 'xml-crypto';
import { identityProvider } from '../parties.ts';
import { readAssertion, type Judge } from './reading.ts';

/** Verifies every Signature and reads only what the judge says was signed. Knows no encryption. */
export const xmlCrypto: Judge = {
  name: 'xml-crypto',
  read: async (xml) => {
    const signatures = xml.match(/<ds:Signature .*?<\/ds:Signature>/gs) ?? [];
    const signed = signatures.map((signature) => {
      const verifier = new SignedXml({ publicCert: identityProvider.certificatePem, getCertFromKeyInfo: () => null });
      verifier.loadSignature(signature);
      if (!verifier.checkSignature(xml)) throw new Error('xml-crypto: the signature does not verify');
      return verifier.getSignedReferences()[0] ?? '';
    });
    const [first] = signed;
    if (first === undefined) throw new Error('xml-crypto: nothing is signed');
    return readAssertion(first);
  },
};
