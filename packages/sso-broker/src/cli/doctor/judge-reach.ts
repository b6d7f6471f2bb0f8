import type { Reach } from '../../gateway/reach.ts';
import { fail, ok, warn, type Check } from './check.ts';

const remedies: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: start the server, or correct the address',
  ECONNRESET: 'the connection was cut: look at firewalls and proxies on the way',
  ENOTFOUND: 'the name is not known: correct the address, or the DNS of this machine',
  EAI_AGAIN: 'the name cannot be resolved now: look at the DNS of this machine',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time: open the firewall for it',
  TimeoutError: 'no answer in time: look at the server and the way to it',
  PinMismatchError: 'its key is none of upstream.pins: ask InstaMed for the new key before you add its pin',
  ForbiddenAddressError: 'leads to an address that webhooks must not reach: use a public one',
  CERT_HAS_EXPIRED: 'its certificate has expired: have it renewed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name: correct the address',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed: have it signed, or trust its authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not trusted here: add the authority, or look for a proxy that opens TLS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its chain is not complete: have the server send its intermediate certificates',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not trusted here: add the authority',
};

/** Whether the server of an address was there. Which page it gave is not ours to judge: an answer is an answer, unless it tells of a failure. */
export function judgeReach(what: string, reach: Reach): Check {
  if (reach.type === 'failure')
    return fail(what, `${remedies[reach.reason] ?? 'not reached: look at the address and the network'} (${reach.reason})`);
  if (reach.status >= 500) return warn(what, `reached, but it answers ${reach.status}: look at that server`);
  return ok(what, 'reached');
}

/** The broker at its own public address. It may well not run yet, or be reached from outside only. */
export function judgePublicUrl(reach: Reach | undefined): Check {
  const what = 'publicUrl';
  if (reach === undefined) return ok(what, 'not set: the bound address is used');
  if (reach.type === 'failure')
    return warn(what, `no broker answers there: start it, and look at its name, certificate and proxy (${reach.reason})`);
  if (reach.status !== 200) return warn(what, `something answers ${reach.status} where the broker says 200: look at the proxy's path`);
  return ok(what, 'the broker answers');
}
