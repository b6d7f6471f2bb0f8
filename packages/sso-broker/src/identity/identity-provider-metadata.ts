import type { X509Certificate } from 'node:crypto';
import { escapeXmlAttribute, escapeXmlText } from '@collect-payment/protocol';
import type { SamlSettings } from '../configuration/configuration.ts';
import { publishedCertificates } from './active-signing.ts';

const postBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';

/**
 * The IdentityProvider's metadata, with two signing certificates while keys are being changed: the one in use stands first.
 * The schema demands a SingleSignOnService (SAML Metadata 2.4.3); ours takes no AuthnRequest, so its address answers 404.
 */
export function writeIdentityProviderMetadata(settings: SamlSettings, singleSignOnUrl: string, nowMs: number): string {
  const { entityId, nameIdFormat } = settings;
  const certificates = publishedCertificates(settings, nowMs);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escapeXmlAttribute(entityId)}">`,
    '<md:IDPSSODescriptor WantAuthnRequestsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">',
    ...certificates.map((certificate) => writeKeyDescriptor(certificate)),
    `<md:NameIDFormat>${escapeXmlText(nameIdFormat)}</md:NameIDFormat>`,
    `<md:SingleSignOnService Binding="${postBinding}" Location="${escapeXmlAttribute(singleSignOnUrl)}"/>`,
    '</md:IDPSSODescriptor>',
    '</md:EntityDescriptor>',
    '',
  ].join('\n');
}

function writeKeyDescriptor({ raw }: X509Certificate): string {
  const certificate = `<ds:X509Data><ds:X509Certificate>${raw.toString('base64')}</ds:X509Certificate></ds:X509Data>`;
  return `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${certificate}</ds:KeyInfo></md:KeyDescriptor>`;
}
