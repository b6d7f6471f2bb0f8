import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { checkUrl } from './addresses.ts';
import type { SamlSettingsFile, SecretReference } from './configuration-file.ts';
import type { SamlSettings } from './configuration.ts';
import type { Problems } from './problems.ts';
import { readSecret, type SecretSource } from './secret-references.ts';

const unspecifiedNameId = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

/** Parses keys and certificates; what InstaMed does not document is signed twice and encrypted by default (instamed-protocol.md §1.11). */
export function readSamlSettings(
  problems: Problems,
  field: string,
  file: SamlSettingsFile,
  acsUrl: string,
  source: SecretSource,
): SamlSettings {
  const pem = (key: string, reference: SecretReference) => readSecret(problems, `${field}/${key}`, reference, source)?.reveal() ?? '';
  const certificate = (key: string, reference: SecretReference) =>
    problems.attempt(`${field}/${key}`, 'is not a certificate in PEM form', () => new X509Certificate(pem(key, reference)));

  for (const key of ['recipient', 'destination'] as const) if (file[key] !== undefined) checkUrl(problems, `${field}/${key}`, file[key]);
  const signingKey = problems.attempt(`${field}/signingKey`, 'is not an unencrypted private key in PEM form', () =>
    createPrivateKey(pem('signingKey', file.signingKey)),
  );
  const signingCertificate = certificate('signingCertificate', file.signingCertificate);
  checkPair(problems, field, signingKey, signingCertificate);
  const content = file.encrypt ?? (file.encryptionCertificate === undefined ? 'none' : 'aes-256-cbc');
  problems.refuse(
    content !== 'none' && file.encryptionCertificate === undefined,
    `${field}/encryptionCertificate`,
    'is needed to encrypt assertions',
  );
  const encryptionCertificate = file.encryptionCertificate && certificate('encryptionCertificate', file.encryptionCertificate);
  problems.refuse(
    encryptionCertificate !== undefined && encryptionCertificate.publicKey.asymmetricKeyType !== 'rsa',
    `${field}/encryptionCertificate`,
    'is not for an RSA key',
  );
  return {
    entityId: file.entityId,
    audience: file.audience,
    recipient: file.recipient ?? acsUrl,
    destination: file.destination ?? acsUrl,
    nameIdFormat: file.nameIdFormat ?? unspecifiedNameId,
    sign: file.sign ?? 'both',
    encryption: content === 'none' || encryptionCertificate === undefined ? undefined : { content, certificate: encryptionCertificate },
    signingKey,
    signingCertificate,
    nextSigningCertificate: file.nextSigningCertificate && certificate('nextSigningCertificate', file.nextSigningCertificate),
    lifetimeMs: file.lifetimeMs ?? 300_000,
    sendSecurityKey: file.sendSecurityKey ?? false,
  };
}

function checkPair(problems: Problems, field: string, key: KeyObject | undefined, certificate: X509Certificate | undefined): void {
  if (key === undefined || certificate === undefined) return;
  problems.refuse(key.asymmetricKeyType !== 'rsa', `${field}/signingKey`, 'is not an RSA key');
  problems.refuse((key.asymmetricKeyDetails?.modulusLength ?? 2048) < 2048, `${field}/signingKey`, 'is shorter than 2048 bits');
  problems.refuse(!certificate.checkPrivateKey(key), `${field}/signingCertificate`, 'does not belong to signingKey');
}
