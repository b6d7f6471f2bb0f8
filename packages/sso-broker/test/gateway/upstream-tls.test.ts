import { once } from 'node:events';
import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../src/configuration/secret.ts';
import { pinOf, type UpstreamTls } from '../../src/gateway/upstream-tls.ts';
import { Upstream } from '../../src/gateway/upstream.ts';
import { createAuthority } from '../support/certificates.ts';
import { identityProvider, serviceProvider } from '../support/credentials.ts';

const authority = await createAuthority('The authority of these tests');
const { key, certificate } = await authority.issue('localhost');

/** A server with a certificate for localhost; it answers with the subject of the client's certificate. Ends with the test. */
async function startServer(options: TlsOptions = {}): Promise<string> {
  const server = createServer({ key, cert: certificate, ...options }, (request, response) => {
    response.end((request.socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://localhost:${(server.address() as AddressInfo).port}/`;
}

async function post(url: string, tls: Partial<UpstreamTls> = {}): Promise<string> {
  const upstream = new Upstream({
    connectTimeoutMs: 10_000,
    answerTimeoutMs: 20_000,
    tls: { client: undefined, certificateAuthority: authority.certificate, pins: [], ...tls },
  });
  onTestFinished(() => upstream.close());
  const answer = await upstream.post({ operation: 'launch', url, headers: {}, body: '', maxBytes: 1000 });
  return answer.type === 'answer' ? Buffer.from(answer.body).toString() : answer.reason;
}

const pin = pinOf(new X509Certificate(certificate));
const otherPin = pinOf(new X509Certificate(serviceProvider.certificate));

describe('the way to InstaMed', { timeout: 60_000 }, () => {
  it('is open to a trusted certificate, and to no other', async () => {
    const url = await startServer();
    expect(await post(url)).toBe('nobody');
    expect(await post(url, { certificateAuthority: undefined })).toBe('unreachable');
    expect(await post(url, { certificateAuthority: serviceProvider.certificate })).toBe('unreachable');
  });

  it('is open to a pinned key only, where keys are pinned, and one of several is enough', async () => {
    const url = await startServer();
    expect(await post(url, { pins: [pin] })).toBe('nobody');
    expect(await post(url, { pins: [otherPin, pin] })).toBe('nobody');
    expect(await post(url, { pins: [otherPin] })).toBe('unreachable');
  });

  it('does not open to a pinned key whose certificate is not trusted', async () => {
    expect(await post(await startServer(), { pins: [pin], certificateAuthority: serviceProvider.certificate })).toBe('unreachable');
  });

  it('shows the client certificate to a server that demands one', async () => {
    const { certificate: ours, privateKey: ourKey } = identityProvider;
    const url = await startServer({ requestCert: true, rejectUnauthorized: true, ca: ours });
    expect(await post(url)).toBe('unreachable');
    expect(await post(url, { client: { certificate: ours, key: new Secret(ourKey) } })).toBe('identity provider');
    const { certificate: foreign, privateKey: foreignKey } = serviceProvider;
    expect(await post(url, { client: { certificate: foreign, key: new Secret(foreignKey) } })).toBe('unreachable');
  });

  it('does not open to a server that knows nothing newer than TLS 1.1', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await post(await startServer(old))).toBe('unreachable');
    expect(await post(await startServer({ maxVersion: 'TLSv1.2' }))).toBe('nobody');
  });
});
