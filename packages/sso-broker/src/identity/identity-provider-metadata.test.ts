import { X509Certificate } from 'node:crypto';
import { createCertificate } from '@collect-payment/sandbox';
import { describe, expect, it } from 'vitest';
import { brokerJson } from '../../test/support/broker-json.ts';
import { environment } from '../../test/support/broker.ts';
import { readConfiguration } from '../configuration/read-configuration.ts';
import { writeIdentityProviderMetadata } from './identity-provider-metadata.ts';

const saml = readConfiguration(brokerJson('https://instamed.test'), { environment, directory: '/' }).tenants[0]?.instamed.saml;
if (saml === undefined) throw new TypeError('the first tenant has SAML');

describe('the metadata of the IdentityProvider', () => {
  it('publishes the next signing certificate beside the present one', async () => {
    const nextSigningCertificate = new X509Certificate((await createCertificate('next')).certificate);
    const metadata = writeIdentityProviderMetadata({ ...saml, nextSigningCertificate }, 'https://broker.test/saml/sso');
    const published = Array.from(metadata.matchAll(/<ds:X509Certificate>([^<]+)</g), ([, certificate]) => certificate);
    expect(published).toEqual([saml.signingCertificate, nextSigningCertificate].map(({ raw }) => raw.toString('base64')));
  });

  it('escapes what an operator may write', () => {
    expect(writeIdentityProviderMetadata({ ...saml, entityId: 'urn:a&"<b' }, 'https://broker.test/?a=1&b=2')).toContain(
      'entityID="urn:a&amp;&quot;&lt;b"',
    );
  });
});
