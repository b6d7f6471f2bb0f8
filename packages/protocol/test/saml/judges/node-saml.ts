import { SAML } from '@node-saml/node-saml';
import type { SamlSigning } from '../../../src/saml/index.ts';
import { createTerms, identityProvider, serviceProvider } from '../parties.ts';
import type { Judge } from './reading.ts';

const { audience, recipient, issuer } = createTerms();

/** Demands a signature on each element that `scope` says is signed. */
export function nodeSaml(scope: SamlSigning['scope']): Judge {
  const saml = new SAML({
    callbackUrl: recipient,
    issuer: audience,
    audience,
    idpIssuer: issuer,
    idpCert: identityProvider.certificatePem,
    decryptionPvk: serviceProvider.keyPem,
    wantAuthnResponseSigned: scope !== 'assertion',
    wantAssertionsSigned: scope !== 'response',
  });
  return {
    name: 'node-saml',
    read: async (xml) => {
      const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: Buffer.from(xml).toString('base64') });
      if (profile === null) throw new Error('no profile');
      return { nameId: profile.nameID, attributes: profile['attributes'] as Record<string, string> };
    },
  };
}
