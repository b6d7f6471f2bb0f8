import { createPrivateKey, type X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { moduleKey, type SamlKey } from '../identity/saml-signer.ts';
import type { Problems } from './problems.ts';
import type { SigningKeyReference } from './saml-settings-file.ts';
import { readPrivateKey, type SecretSource } from './secret-references.ts';

const minimumBits = 2048;

/** The key of `field`/signingKey, which must be the one of `field`/signingCertificate. */
export function readSamlKey(
  problems: Problems,
  field: string,
  reference: SigningKeyReference,
  certificate: X509Certificate | undefined,
  source: SecretSource,
): SamlKey {
  if ('module' in reference) return moduleKey(resolve(source.directory, reference.module));
  const at = `${field}/signingKey`;
  const key = problems.attempt(at, 'is not an unencrypted private key in PEM form', () =>
    createPrivateKey(readPrivateKey(problems, at, reference, source).reveal()),
  );
  if (key !== undefined) {
    problems.refuse(key.asymmetricKeyType !== 'rsa', at, 'is not an RSA key');
    problems.refuse((key.asymmetricKeyDetails?.modulusLength ?? minimumBits) < minimumBits, at, 'is shorter than 2048 bits');
    if (certificate !== undefined)
      problems.refuse(!certificate.checkPrivateKey(key), `${field}/signingCertificate`, 'does not belong to signingKey');
  }
  return { type: 'key', key };
}
