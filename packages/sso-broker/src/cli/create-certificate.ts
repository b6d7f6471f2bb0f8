import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } from '@peculiar/x509';

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 };
const dayMs = 86_400_000;
/** InstaMed trusts the certificate itself, so that its end is a reminder to change the key. */
const validDays = 730;

/** PEM: a self-signed certificate for signing SAML, and its key (RSA, 2048 bits). */
export async function createSigningCertificate(nowMs: number): Promise<{ readonly key: string; readonly certificate: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: ['Collect Payment SAML signing'] }],
      keys,
      signingAlgorithm: algorithm,
      // An hour ago: the clocks of two machines differ.
      notBefore: new Date(nowMs - 3_600_000),
      notAfter: new Date(nowMs + validDays * dayMs),
      extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)],
    },
    webcrypto,
  );
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' });
  return { key: String(key), certificate: `${certificate.toString('pem')}\n` };
}
