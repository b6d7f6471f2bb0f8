import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { UpstreamTls } from '../gateway/upstream-tls.ts';
import type { UpstreamFile } from './configuration-file.ts';
import type { UpstreamSettings } from './configuration.ts';
import type { Problems } from './problems.ts';
import { readPrivateKey, readSecret, type SecretSource } from './secret-references.ts';

const field = 'upstream';

/** How InstaMed is called: how long that may take, and how both ends prove themselves. */
export function readUpstream(problems: Problems, file: UpstreamFile, source: SecretSource): UpstreamSettings {
  const { connectTimeoutMs = 5000, answerTimeoutMs = 15_000, pollsPerSecond = 1_000 } = file;
  problems.refuse(connectTimeoutMs > answerTimeoutMs, `${field}/connectTimeoutMs`, 'is longer than answerTimeoutMs');
  return { connectTimeoutMs, answerTimeoutMs, pollsPerSecond, tls: readTls(problems, file, source) };
}

function readTls(
  problems: Problems,
  { clientCertificate, clientKey, certificateAuthority, pins = [] }: UpstreamFile,
  source: SecretSource,
): UpstreamTls {
  problems.refuse(clientCertificate !== undefined && clientKey === undefined, `${field}/clientKey`, 'is needed for clientCertificate');
  problems.refuse(clientKey !== undefined && clientCertificate === undefined, `${field}/clientCertificate`, 'is needed for clientKey');
  problems.refuse(new Set(pins).size < pins.length, `${field}/pins`, 'has a pin twice');
  const authority = certificateAuthority && readSecret(problems, `${field}/certificateAuthority`, certificateAuthority, source)?.reveal();
  if (authority) parse(problems, 'certificateAuthority', authority);
  if (clientCertificate === undefined || clientKey === undefined) return { client: undefined, certificateAuthority: authority, pins };
  const certificate = readSecret(problems, `${field}/clientCertificate`, clientCertificate, source)?.reveal() ?? '';
  const key = readPrivateKey(problems, `${field}/clientKey`, clientKey, source);
  const parsed = parse(problems, 'clientCertificate', certificate);
  const privateKey = problems.attempt(`${field}/clientKey`, 'is not an unencrypted private key in PEM form', () =>
    createPrivateKey(key.reveal()),
  );
  problems.refuse(
    parsed !== undefined && privateKey !== undefined && !parsed.checkPrivateKey(privateKey),
    `${field}/clientCertificate`,
    'does not belong to clientKey',
  );
  return { client: { certificate, key }, certificateAuthority: authority, pins };
}

function parse(problems: Problems, name: 'clientCertificate' | 'certificateAuthority', pem: string): X509Certificate | undefined {
  return problems.attempt(`${field}/${name}`, 'is not a certificate in PEM form', () => new X509Certificate(pem));
}
