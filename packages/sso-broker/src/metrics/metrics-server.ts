import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import type { MetricsSettings } from '../configuration/configuration.ts';
import type { Secret } from '../configuration/secret.ts';
import { BrokerError } from '../errors.ts';
import { createErrorReply, replyWithErrors } from '../plugins/error-replies.ts';
import { refuseOddRequests } from '../plugins/strict-http.ts';

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface MetricsServerDependencies {
  readonly settings: MetricsSettings;
  /** Writes all metrics. */
  readonly scrape: () => Promise<string>;
  readonly contentType: string;
  readonly publicUrl: () => string;
  readonly onInternal: (requestId: string, error: unknown) => void;
}

const timeoutMs = 10_000;
const mostHeaders = 50;

/** `GET /metrics` on a port of its own, so that no rule of a proxy stands between these numbers and the internet. Rejects with EADDRINUSE. */
export async function startMetricsServer(dependencies: MetricsServerDependencies): Promise<MetricsServer> {
  const { settings, contentType, publicUrl, onInternal } = dependencies;
  const answer = createErrorReply({ publicUrl, onInternal });
  const app = fastify({
    bodyLimit: 1,
    requestTimeout: timeoutMs,
    requestIdHeader: false,
    genReqId: () => `req_${randomBytes(12).toString('hex')}`,
    exposeHeadRoutes: false,
    http: { headersTimeout: timeoutMs, requireHostHeader: false },
    frameworkErrors: (error, request, reply) => void answer(error, request, reply),
  });
  let underWay: Promise<string> | undefined;
  // Many who ask at once are answered by one reading.
  const scrapeOnce = () => (underWay ??= dependencies.scrape().finally(() => (underWay = undefined)));
  app.addHook('onRequest', async ({ id }, reply) => void reply.header('request-id', id).header('cache-control', 'no-store'));
  replyWithErrors(app, answer);
  refuseOddRequests(app, mostHeaders);
  app.get('/metrics', async (request, reply) => {
    if (settings.token !== undefined && !isToken(settings.token, request.headers.authorization))
      throw new BrokerError('ERR_METRICS_UNAUTHENTICATED');
    return reply.type(contentType).send(await scrapeOnce());
  });
  await app.listen(settings.listen);
  const { address, family, port } = app.server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    async close() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

const hash = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/** Compared as hashes, in constant time. */
function isToken(token: Secret, authorization = ''): boolean {
  const [, sent = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  return timingSafeEqual(hash(token.reveal()), hash(sent));
}
