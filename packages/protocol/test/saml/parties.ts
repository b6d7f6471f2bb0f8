import { randomBytes } from 'node:crypto';
import type { SamlEncryption, SamlSigning, SamlTerms } from '../../src/saml/index.ts';
import { createTestCertificate } from '../certificates.ts';

export const identityProvider = await createTestCertificate('identity-provider.example');
export const serviceProvider = await createTestCertificate('service-provider.example');
export const stranger = await createTestCertificate('stranger.example');

export const scopes = ['assertion', 'response', 'both'] as const satisfies readonly SamlSigning['scope'][];
export const contents = ['plain', 'aes-256-cbc', 'aes-256-gcm'] as const satisfies readonly ('plain' | SamlEncryption['content'])[];

export function signingOf(scope: SamlSigning['scope'], signer = identityProvider): SamlSigning {
  return { key: signer.key, certificate: signer.certificateBase64, scope };
}

export function encryptionOf(content: (typeof contents)[number]): SamlEncryption | undefined {
  return content === 'plain' ? undefined : { certificate: serviceProvider.certificate, content, random: randomBytes };
}

const now = Date.now();

/** Terms that hold while the tests run: the judges read the real clock. */
export function createTerms(terms: Partial<SamlTerms> = {}): SamlTerms {
  return {
    responseId: `_${randomBytes(16).toString('hex')}`,
    assertionId: `_${randomBytes(16).toString('hex')}`,
    issueInstant: new Date(now),
    notBefore: new Date(now - 60_000),
    notOnOrAfter: new Date(now + 300_000),
    issuer: 'https://identity-provider.example/saml',
    audience: 'https://service-provider.example/saml',
    recipient: 'https://service-provider.example/providers/Forms/SSO/ACS_SAML2.aspx',
    destination: 'https://service-provider.example/providers/Forms/SSO/ACS_SAML2.aspx',
    nameId: 'clerk-7',
    nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    authnContext: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
    attributes: [
      ['accountID', 'clinic@example'],
      ['patientLastName', 'Smith'],
      ['amount', '125.00'],
    ],
    ...terms,
  };
}
