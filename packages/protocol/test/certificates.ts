import 'reflect-metadata';
import { KeyObject, X509Certificate as NodeCertificate } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';

/** An RSA-2048 key pair with its self-signed certificate, made when the test runs. */
export interface TestCertificate {
  readonly key: KeyObject;
  readonly keyPem: string;
  readonly certificate: NodeCertificate;
  readonly certificatePem: string;
  /** Base64 DER on one line. */
  readonly certificateBase64: string;
}

const dayMs = 86_400_000;
const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };

export async function createTestCertificate(commonName: string): Promise<TestCertificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const issued = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${commonName}`,
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + dayMs),
    signingAlgorithm: algorithm,
    keys,
  });
  const key = KeyObject.from(keys.privateKey);
  const certificate = new NodeCertificate(Buffer.from(issued.rawData));
  return {
    key,
    keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate,
    certificatePem: certificate.toString(),
    certificateBase64: certificate.raw.toString('base64'),
  };
}
