import { IdentityProvider, ServiceProvider, setSchemaValidator } from 'samlify';
import { createTerms, identityProvider, serviceProvider } from '../parties.ts';
import type { Judge, Reading } from './reading.ts';

// samlify insists on a validator; the XML Schemas are no part of the project.
setSchemaValidator({ validate: async () => 'skipped' });

const { issuer, audience, recipient } = createTerms();
const postBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';

export function samlify(encrypted: boolean): Judge {
  const idp = IdentityProvider({
    entityID: issuer,
    signingCert: identityProvider.certificatePem,
    isAssertionEncrypted: encrypted,
    singleSignOnService: [{ Binding: postBinding, Location: 'https://identity-provider.example/sso' }],
    singleLogoutService: [{ Binding: postBinding, Location: 'https://identity-provider.example/slo' }],
  });
  const sp = ServiceProvider({
    entityID: audience,
    encPrivateKey: serviceProvider.keyPem,
    assertionConsumerService: [{ Binding: postBinding, Location: recipient }],
  });
  return {
    name: 'samlify',
    read: async (xml) => {
      const { extract } = await sp.parseLoginResponse(idp, 'post', { body: { SAMLResponse: Buffer.from(xml).toString('base64') } });
      return { nameId: extract.nameID ?? '', attributes: (extract.attributes ?? {}) as Reading['attributes'] };
    },
  };
}
