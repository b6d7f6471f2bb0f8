import type { ServerOptions } from 'node:http';
import type { ServerOptions as TlsServerOptions } from 'node:https';
import type { BrokerConfiguration, ListenTls } from '../configuration/configuration.ts';
import type { ConnectionSettings } from '../configuration/read-limits.ts';

const handshakeTimeoutMs = 10_000;
/** At most this late is a connection closed whose time is over. */
const lookMs = 1_000;

/** What one connection may take, and whether it speaks TLS. */
export function listenerOptions({ connections, listen }: Pick<BrokerConfiguration, 'connections' | 'listen'>) {
  const { requestTimeoutMs: requestTimeout, keepAliveTimeoutMs: keepAliveTimeout, stalledTimeoutMs: connectionTimeout } = connections;
  return { requestTimeout, keepAliveTimeout, connectionTimeout, ...serverOptions(httpOptions(connections), listen.tls) };
}

function httpOptions({ headerBytes, headersTimeoutMs, requestTimeoutMs }: ConnectionSettings): ServerOptions {
  return {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(lookMs, headersTimeoutMs),
    maxHeaderSize: headerBytes,
    // Without a host Node would refuse in its own words; strict-http.ts does it in ours.
    requireHostHeader: false,
  };
}

/** Fastify types an app by which of two options made it. Nothing behind the door depends on that, so it is told of one of them only. */
function serverOptions(http: ServerOptions, tls: ListenTls | undefined): { readonly http: ServerOptions } {
  if (tls === undefined) return { http };
  const options: object = { https: { ...http, ...listenerTls(tls) } };
  return options as { readonly http: ServerOptions };
}

/**
 * How the listener speaks TLS. Whoever shows no certificate, or one of a stranger's, gets in all the same: pages and hosts come by the same
 * door, and a certificate counts only where InstaMed's is asked for (inbound/client-certificate.ts).
 */
function listenerTls({ key, certificate, clientCertificateAuthorities: ca }: ListenTls): TlsServerOptions {
  return {
    key: key.reveal(),
    cert: certificate,
    minVersion: 'TLSv1.2',
    handshakeTimeout: handshakeTimeoutMs,
    // Browsers are told of these authorities only, so that nobody is asked for a certificate of another.
    ...(ca !== undefined && { ca, requestCert: true, rejectUnauthorized: false }),
  };
}
