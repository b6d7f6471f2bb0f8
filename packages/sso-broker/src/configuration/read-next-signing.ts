import type { X509Certificate } from 'node:crypto';
import type { NextSigning } from './configuration.ts';
import type { Problems } from './problems.ts';
import { readCertificate } from './read-certificate.ts';
import { readSamlKey } from './read-saml-key.ts';
import type { NextSigningFile } from './saml-settings-file.ts';
import type { SecretSource } from './secret-references.ts';

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** What follows the present signing key. Key and date come together: a date without a key would end in silence, a key without a date in surprise. */
export function readNextSigning(
  problems: Problems,
  field: string,
  { signingCertificate, signingKey, notBeforeUse }: NextSigningFile,
  present: X509Certificate | undefined,
  source: SecretSource,
): NextSigning {
  const certificate = readCertificate(problems, `${field}/signingCertificate`, signingCertificate, source);
  problems.refuse(
    certificate !== undefined && certificate.fingerprint256 === present?.fingerprint256,
    `${field}/signingCertificate`,
    'is the present one',
  );
  const key = signingKey && readSamlKey(problems, field, signingKey, certificate, source);
  problems.refuse(key !== undefined && notBeforeUse === undefined, `${field}/notBeforeUse`, 'is needed to use signingKey');
  problems.refuse(key === undefined && notBeforeUse !== undefined, `${field}/signingKey`, 'is needed for notBeforeUse');
  if (notBeforeUse === undefined) return { certificate, use: undefined };
  const fromMs = instant.test(notBeforeUse) ? Date.parse(notBeforeUse) : Number.NaN;
  problems.refuse(Number.isNaN(fromMs), `${field}/notBeforeUse`, 'is not a time such as 2027-01-31T06:00:00Z');
  if (certificate !== undefined) {
    const { validFromDate, validToDate } = certificate;
    problems.refuse(fromMs < validFromDate.getTime(), `${field}/notBeforeUse`, 'is before the certificate is valid');
    problems.refuse(fromMs >= validToDate.getTime(), `${field}/notBeforeUse`, 'is after the certificate has expired');
  }
  return { certificate, use: key && { key, fromMs } };
}
