import { BlockList, isIP } from 'node:net';
import type { Problems } from './problems.ts';

/** IP addresses and blocks (RFC 4632, RFC 4291 2.3). One that holds every address says nothing, and is refused. */
export function readAddressBlocks(problems: Problems, field: string, addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const [index, text] of addresses.entries()) {
    const [address = '', prefix] = text.split('/');
    const version = isIP(address);
    const bits = version === 6 ? 128 : 32;
    const length = prefix === undefined ? bits : Number(prefix);
    if (version === 0 || !/^\d{1,3}$/.test(prefix ?? '0') || length > bits)
      problems.add(`${field}/${index}`, 'is not an IP address or block');
    else if (length === 0) problems.add(`${field}/${index}`, 'is every address');
    else list.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
