import { X509Certificate } from 'node:crypto';
import type { BrokerConfiguration } from '../../configuration/configuration.ts';

export interface NamedCertificate {
  readonly what: string;
  readonly certificate: X509Certificate;
}

const begin = '-----BEGIN CERTIFICATE-----';
const end = '-----END CERTIFICATE-----';

/** Every certificate that the broker shows, signs with, encrypts to or trusts, by its field. */
export function listCertificates({ listen, upstream, database, tenants }: BrokerConfiguration): readonly NamedCertificate[] {
  const authority = database.type === 'postgres' ? database.settings.tls?.certificateAuthority : undefined;
  return [
    ...chain('listen/tls/certificate', listen.tls?.certificate),
    ...chain('listen/tls/clientCertificateAuthorities', listen.tls?.clientCertificateAuthorities),
    ...chain('upstream/clientCertificate', upstream.tls.client?.certificate),
    ...chain('upstream/certificateAuthority', upstream.tls.certificateAuthority),
    ...chain('database/postgres/certificateAuthority', authority),
    ...tenants.flatMap(({ id, instamed: { saml } }) => [
      ...one(`${id}: saml/signingCertificate`, saml?.signing.certificate),
      ...one(`${id}: saml/next/signingCertificate`, saml?.next?.certificate),
      ...one(`${id}: saml/encryptionCertificate`, saml?.encryption?.certificate),
    ]),
  ];
}

function one(what: string, certificate: X509Certificate | undefined): readonly NamedCertificate[] {
  return certificate === undefined ? [] : [{ what, certificate }];
}

/** The certificates of a PEM text, which may hold a chain; what stands between them is comment (RFC 7468 5.2). */
function chain(what: string, pem = ''): readonly NamedCertificate[] {
  const parts = pem.split(end).filter((part) => part.includes(begin));
  return parts.map((part, index) => ({
    what: parts.length === 1 ? what : `${what} (${index + 1} of ${parts.length})`,
    certificate: new X509Certificate(`${part.slice(part.indexOf(begin))}${end}`),
  }));
}
