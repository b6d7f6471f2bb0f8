import { BlockList, isIP } from 'node:net';

/** What webhooks may reach beside the public internet. */
export interface ReachPolicy {
  /** For development only. */
  readonly allowLoopback: boolean;
}

/** Special-purpose blocks (IANA registries; RFC 6890): private, shared, link-local with the clouds' metadata services, multicast, reserved. */
const forbidden4 = listOf('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]);

/** Of IPv6 only global unicast is reachable at all; so IPv4-mapped, NAT64, unique local and link-local addresses are not. */
const global6 = listOf('ipv6', [['2000::', 3]]);
/** Within it: protocol assignments with Teredo, documentation, and 6to4, which carries any IPv4 address. */
const forbidden6 = listOf('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);
const loopback4 = listOf('ipv4', [['127.0.0.0', 8]]);

/** Whether a webhook may be sent to an address as it was resolved. Whatever is not an address is not reachable. */
export function isReachable(address: string, { allowLoopback }: ReachPolicy): boolean {
  switch (isIP(address)) {
    case 4:
      return !forbidden4.check(address, 'ipv4') || (allowLoopback && loopback4.check(address, 'ipv4'));
    case 6:
      // BlockList would judge a mapped address by its IPv4 part; no resolver has a reason to give one.
      if (address.includes('%')) return false;
      if (allowLoopback && address === '::1') return true;
      return global6.check(address, 'ipv6') && !forbidden6.check(address, 'ipv6');
    default:
      return false;
  }
}

function listOf(family: 'ipv4' | 'ipv6', blocks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of blocks) list.addSubnet(network, prefix, family);
  return list;
}
