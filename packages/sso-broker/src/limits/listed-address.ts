import { isIP, type BlockList } from 'node:net';

/** Whether the address is in one of the blocks; an IPv4 address in an IPv6 one is that IPv4 address. What is no address is in none. */
export function isListed(list: BlockList, address: string | undefined): boolean {
  if (address === undefined) return false;
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}
