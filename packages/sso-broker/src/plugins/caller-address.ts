import { isIP, type BlockList } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BrokerError } from '../errors.ts';
import { addressGroup } from '../limits/address-group.ts';
import { isListed } from '../limits/listed-address.ts';
import type { Log } from '../log.ts';

/** Whom Fastify is to believe. From anybody else the headers are text like any other. */
export const trustOnly =
  (proxies: BlockList) =>
  (address: string): boolean =>
    isListed(proxies, address);

/**
 * Who asks: the peer of the connection or, when that is a trusted proxy, the last address in X-Forwarded-For that is not one. Where a proxy
 * passed on what is no address, the proxy itself.
 */
export function addressOf({ ip, socket }: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  return isIP(ip) === 0 ? (socket.remoteAddress ?? '') : ip;
}

/** Whom limits by address are counted for. */
export const addressGroupOf = (request: Pick<FastifyRequest, 'ip' | 'socket'>): string => addressGroup(addressOf(request));

const probes: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz']);

/**
 * Refuses what a trusted proxy says that it got without TLS: its credential has crossed the network in the clear. ERR_HTTPS_REQUIRED.
 * The first request that tells of a proxy nobody has listed is told to the operator: limits by address then count the proxy.
 */
export function heedProxies(app: FastifyInstance, proxies: BlockList, publicUrl: () => string, log: Log): void {
  let told = false;
  app.addHook('onRequest', async (request) => {
    const { headers, protocol, socket, routeOptions } = request;
    if (isListed(proxies, socket.remoteAddress)) {
      const isPlain = headers['x-forwarded-proto'] !== undefined && protocol !== 'https';
      if (isPlain && publicUrl().startsWith('https:') && !probes.has(routeOptions.url)) throw new BrokerError('ERR_HTTPS_REQUIRED');
    } else if (headers['x-forwarded-for'] !== undefined && !told) {
      told = true;
      log({ type: 'forwarding_ignored' });
    }
  });
}
