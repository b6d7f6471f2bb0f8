import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { buildConnector } from 'undici';
import type { Secret } from '../configuration/secret.ts';

/** How broker and InstaMed prove themselves to each other, where more than the system's trust is wanted. */
export interface UpstreamTls {
  readonly client: { readonly certificate: string; readonly key: Secret } | undefined;
  /** PEM; trusted instead of the system's authorities. */
  readonly certificateAuthority: string | undefined;
  /** SHA-256 of a SubjectPublicKeyInfo in base64 (as RFC 7469 2.4 writes them). Empty: any trusted key. */
  readonly pins: readonly string[];
}

/** InstaMed's certificate is trusted, but its key is none of the pinned ones. */
export class PinMismatchError extends Error {
  override readonly name = 'PinMismatchError';

  constructor() {
    super('The key of the server is not a pinned one');
  }
}

/** The pin of a certificate's public key. It survives a renewal of the certificate that keeps the key. */
export function pinOf(certificate: X509Certificate): string {
  return createHash('sha256')
    .update(certificate.publicKey.export({ format: 'der', type: 'spki' }))
    .digest('base64');
}

/** What undici connects with: TLS 1.2 or later, the trust and the client certificate of the configuration. */
export function connectOptions(tls: UpstreamTls, connectTimeoutMs: number): buildConnector.BuildOptions {
  const { client, certificateAuthority, pins } = tls;
  return {
    timeout: connectTimeoutMs,
    minVersion: 'TLSv1.2',
    ...(certificateAuthority !== undefined && { ca: certificateAuthority }),
    ...(client !== undefined && { cert: client.certificate, key: client.key.reveal() }),
    // Runs after the chain was verified. Only the server's own key counts: a server may send whatever else it likes along.
    ...(pins.length > 0 && { checkServerIdentity: (host: string, peer: PeerCertificate) => checkPinned(host, peer, pins) }),
  };
}

function checkPinned(host: string, peer: PeerCertificate, pins: readonly string[]): Error | undefined {
  const refusal = checkServerIdentity(host, peer);
  if (refusal !== undefined) return refusal;
  const pin = Buffer.from(pinOf(new X509Certificate(peer.raw)));
  return pins.some((known) => timingSafeEqual(Buffer.from(known), pin)) ? undefined : new PinMismatchError();
}
