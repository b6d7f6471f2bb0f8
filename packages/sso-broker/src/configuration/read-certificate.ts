import { X509Certificate } from 'node:crypto';
import type { Problems } from './problems.ts';
import { readSecret, type SecretSource } from './secret-references.ts';
import type { SecretReference } from './shapes.ts';

const minimumBits = 2048;
/** Made by the sandbox and the demo for themselves. */
const testSubject = /demo identity provider|InstaMed sandbox/i;

/** A certificate in PEM form, of an RSA key that is long enough. */
export function readCertificate(problems: Problems, field: string, reference: SecretReference, source: SecretSource): X509Certificate {
  const certificate = problems.attempt(
    field,
    'is not a certificate in PEM form',
    () => new X509Certificate(readSecret(problems, field, reference, source).reveal()),
  );
  checkCertificate(problems, field, certificate);
  return certificate;
}

/** Of an RSA key that is long enough, and in production not one that a test has made. */
function checkCertificate(problems: Problems, field: string, certificate: X509Certificate | undefined): void {
  if (certificate === undefined) return;
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  problems.refuse(asymmetricKeyType !== 'rsa', field, 'is not for an RSA key');
  problems.refuse((asymmetricKeyDetails?.modulusLength ?? minimumBits) < minimumBits, field, 'is for a key shorter than 2048 bits');
  problems.refuseInProduction(testSubject.test(certificate.subject), field, 'was made by the demo or the sandbox');
}
