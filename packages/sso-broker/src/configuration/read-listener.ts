import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { ListenFile } from './listen-file.ts';
import type { ConfigurationFile } from './configuration-file.ts';
import type { BrokerConfiguration, ListenTls } from './configuration.ts';
import type { Problems } from './problems.ts';
import { readAddressBlocks } from './read-address-blocks.ts';
import { readPrivateKey, readSecret, type SecretSource } from './secret-references.ts';

const field = 'listen/tls';

export function readListener(problems: Problems, file: ListenFile = {}, source: SecretSource): BrokerConfiguration['listen'] {
  const { host = '127.0.0.1', port = 4010 } = file;
  return {
    host,
    port,
    tls: file.tls && readTls(problems, file.tls, source),
    trustedProxies: readAddressBlocks(problems, 'listen/trustedProxies', file.trustedProxies ?? []),
  };
}

function readTls(problems: Problems, file: NonNullable<ListenFile['tls']>, source: SecretSource): ListenTls {
  const { clientCertificateAuthorities } = file;
  const key = readPrivateKey(problems, `${field}/key`, file.key, source);
  const certificate = readSecret(problems, `${field}/certificate`, file.certificate, source)?.reveal() ?? '';
  const authorities =
    clientCertificateAuthorities &&
    readSecret(problems, `${field}/clientCertificateAuthorities`, clientCertificateAuthorities, source)?.reveal();
  const parsed = readCertificate(problems, 'certificate', certificate);
  if (authorities !== undefined) readCertificate(problems, 'clientCertificateAuthorities', authorities);
  const privateKey = problems.attempt(`${field}/key`, 'is not an unencrypted private key in PEM form', () =>
    createPrivateKey(key.reveal()),
  );
  const isPair = parsed === undefined || privateKey === undefined || parsed.checkPrivateKey(privateKey);
  problems.refuse(!isPair, `${field}/certificate`, 'does not belong to key');
  return { key, certificate, clientCertificateAuthorities: authorities };
}

function readCertificate(problems: Problems, name: string, pem: string): X509Certificate | undefined {
  return problems.attempt(`${field}/${name}`, 'is not a certificate in PEM form', () => new X509Certificate(pem));
}

/** A certificate proves nothing without those who may have signed it. */
export function checkMutualTls(problems: Problems, { listen, tenants }: ConfigurationFile): void {
  if (listen?.tls?.clientCertificateAuthorities !== undefined) return;
  for (const [index, { instamed }] of tenants.entries()) {
    const at = `tenants/${index}/instamed/webhooks/mutualTls`;
    problems.refuse(instamed.webhooks?.mutualTls !== undefined, at, `needs ${field}/clientCertificateAuthorities`);
  }
}
