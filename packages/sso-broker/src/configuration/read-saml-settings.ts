import type { X509Certificate } from 'node:crypto';
import { checkUrl } from './addresses.ts';
import type { SamlSettings } from './configuration.ts';
import type { Problems } from './problems.ts';
import { readCertificate } from './read-certificate.ts';
import { readNextSigning } from './read-next-signing.ts';
import { readSamlKey } from './read-saml-key.ts';
import type { SamlSettingsFile } from './saml-settings-file.ts';
import type { SecretSource } from './secret-references.ts';

const unspecifiedNameId = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

/** Parses keys and certificates; what InstaMed does not document is signed twice and encrypted by default (instamed-protocol.md §1.11). */
export function readSamlSettings(
  problems: Problems,
  field: string,
  file: SamlSettingsFile,
  acs: { readonly staff: string; readonly consumer: string },
  source: SecretSource,
): SamlSettings {
  const { consumer = {} } = file;
  for (const key of ['recipient', 'destination'] as const) {
    if (file[key] !== undefined) checkUrl(problems, `${field}/${key}`, file[key]);
    if (consumer[key] !== undefined) checkUrl(problems, `${field}/consumer/${key}`, consumer[key]);
  }
  problems.refuse(file.audience === file.entityId, `${field}/audience`, 'must be InstaMed, not ourselves: it equals entityId');
  problems.refuse(consumer.audience === file.entityId, `${field}/consumer/audience`, 'must be InstaMed, not ourselves: it equals entityId');
  const signingCertificate = readCertificate(problems, `${field}/signingCertificate`, file.signingCertificate, source);
  const signingKey = readSamlKey(problems, field, file.signingKey, signingCertificate, source);
  return {
    entityId: file.entityId,
    audience: file.audience,
    recipient: file.recipient ?? acs.staff,
    destination: file.destination ?? acs.staff,
    consumer: {
      audience: consumer.audience ?? file.audience,
      recipient: consumer.recipient ?? acs.consumer,
      destination: consumer.destination ?? acs.consumer,
    },
    nameIdFormat: file.nameIdFormat ?? unspecifiedNameId,
    sign: file.sign ?? 'both',
    encryption: readEncryption(problems, field, file, signingCertificate, source),
    signing: { key: signingKey, certificate: signingCertificate },
    next: file.next && readNextSigning(problems, `${field}/next`, file.next, signingCertificate, source),
    lifetimeMs: file.lifetimeMs ?? 300_000,
    sendSecurityKey: file.sendSecurityKey ?? false,
  };
}

function readEncryption(
  problems: Problems,
  field: string,
  file: SamlSettingsFile,
  signing: X509Certificate | undefined,
  source: SecretSource,
): SamlSettings['encryption'] {
  const content = file.encrypt ?? (file.encryptionCertificate === undefined ? 'none' : 'aes-256-cbc');
  const at = `${field}/encryptionCertificate`;
  problems.refuse(content !== 'none' && file.encryptionCertificate === undefined, at, 'is needed to encrypt assertions');
  if (file.encryptionCertificate === undefined) return undefined;
  const certificate = readCertificate(problems, at, file.encryptionCertificate, source);
  problems.refuse(
    signing !== undefined && certificate?.fingerprint256 === signing.fingerprint256,
    at,
    "must be InstaMed's, not ours: it equals signingCertificate",
  );
  return content === 'none' ? undefined : { content, certificate };
}
