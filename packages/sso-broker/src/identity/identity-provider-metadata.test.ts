import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { createCertificate } from '@collect-payment/sandbox';
import { describe, expect, it } from 'vitest';
import { brokerJson } from '../../test/support/broker-json.ts';
import { environment } from '../../test/support/broker.ts';
import { readConfiguration } from '../configuration/read-configuration.ts';
import { writeIdentityProviderMetadata } from './identity-provider-metadata.ts';

const saml = readConfiguration(brokerJson('https://instamed.test'), { environment, directory: '/' }).tenants[0]?.instamed.saml;
if (saml === undefined) throw new TypeError('the first tenant has SAML');

describe('the metadata of the IdentityProvider', () => {
  it('publishes two signing certificates while keys are being changed, the one in use first', async () => {
    const certificate = new X509Certificate((await createCertificate('next')).certificate);
    const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const next = { certificate, use: { key: { type: 'key', key }, fromMs: 1000 } } as const;
    const publishedAt = (nowMs: number) => {
      const metadata = writeIdentityProviderMetadata({ ...saml, next }, 'https://broker.test/saml/sso', nowMs);
      return Array.from(metadata.matchAll(/<ds:X509Certificate>([^<]+)</g), ([, base64]) => base64);
    };
    const [present, following] = [saml.signing.certificate, certificate].map(({ raw }) => raw.toString('base64'));
    expect(publishedAt(999)).toEqual([present, following]);
    expect(publishedAt(1000)).toEqual([following, present]);
  });

  it('escapes what an operator may write', () => {
    expect(writeIdentityProviderMetadata({ ...saml, entityId: 'urn:a&"<b' }, 'https://broker.test/?a=1&b=2', 0)).toContain(
      'entityID="urn:a&amp;&quot;&lt;b"',
    );
  });
});
