import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type X509Certificate,
} from '@peculiar/x509';

const dayMs = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface CertifiedKey {
  readonly key: string;
  readonly certificate: string;
}

/** An authority, and what it signs. */
export interface TestAuthority {
  readonly certificate: string;
  issue(dnsName: string, days?: { readonly from: number; readonly to: number }): Promise<CertifiedKey>;
}

const newKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
const daysFromNow = (days: number) => new Date(Date.now() + days * dayMs);

export async function createAuthority(name: string): Promise<TestAuthority> {
  const keys = await newKeys();
  const authority: X509Certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: daysFromNow(-30),
    notAfter: daysFromNow(30),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new BasicConstraintsExtension(true, 0, true)],
  });
  return {
    certificate: authority.toString('pem'),
    async issue(dnsName, { from, to } = { from: -1, to: 1 }) {
      const own = await newKeys();
      const issued = await X509CertificateGenerator.create({
        subject: `CN=${dnsName}`,
        issuer: authority.subject,
        notBefore: daysFromNow(from),
        notAfter: daysFromNow(to),
        signingAlgorithm: algorithm,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new SubjectAlternativeNameExtension([{ type: 'dns', value: dnsName }]),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth, ExtendedKeyUsage.serverAuth]),
        ],
      });
      const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      const key = `-----BEGIN PRIVATE KEY-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
      return { key, certificate: issued.toString('pem') };
    },
  };
}
