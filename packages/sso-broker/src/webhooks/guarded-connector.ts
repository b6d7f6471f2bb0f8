import { lookup as resolve, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isReachable, type ReachPolicy } from './reachable-address.ts';

/** The endpoint's name leads to an address that webhooks must not reach. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';

  constructor() {
    super('The webhook endpoint resolves to a forbidden address');
  }
}

export interface ConnectorOptions extends ReachPolicy {
  readonly connectTimeoutMs: number;
  /** dns.lookup unless a test resolves by itself. */
  readonly resolver?: typeof resolve;
}

/**
 * Connects to public addresses only. The filter judges the very addresses that are connected to, so neither a spelling of
 * 127.0.0.1 nor a name that resolves differently the second time gets past it. One forbidden address refuses the name.
 */
export function createGuardedConnector(options: ConnectorOptions): buildConnector.connector {
  const { connectTimeoutMs, resolver = resolve } = options;
  const lookup: LookupFunction = (hostname, { family, hints }, answer) => {
    const asked = { all: true, ...(family !== undefined && { family }), ...(hints !== undefined && { hints }) } as const;
    resolver(hostname, asked, (error, addresses: LookupAddress[]) => {
      const refused = error ?? (addresses.every(({ address }) => isReachable(address, options)) ? null : new ForbiddenAddressError());
      if (refused) answer(refused, []);
      else answer(null, addresses);
    });
  };
  const connect = buildConnector({ timeout: connectTimeoutMs, lookup, autoSelectFamily: true });
  return (target, done) => {
    // A host that is an address is never looked up.
    const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(host) !== 0 && !isReachable(host, options)) return done(new ForbiddenAddressError(), null);
    return connect(target, done);
  };
}
