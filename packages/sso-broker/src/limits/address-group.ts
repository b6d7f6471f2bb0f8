import { isIPv6 } from 'node:net';

/**
 * The address that limits are counted for: an IPv4 address, also where it stands in an IPv6 one (RFC 4291 2.5.5.2), or the /64 that an IPv6
 * address is in, because that is the least that one customer has (RFC 6177): counting single addresses would count nothing.
 */
export function addressGroup(address: string): string {
  if (!isIPv6(address)) return address;
  const [first, second, third, fourth, fifth, sixth, seventh = 0, eighth = 0] = groupsOf(address);
  const isMapped = [first, second, third, fourth, fifth].every((group) => group === 0) && sixth === 0xff_ff;
  if (isMapped) return [seventh >> 8, seventh & 0xff, eighth >> 8, eighth & 0xff].join('.');
  return `${[first, second, third, fourth].map((group) => (group ?? 0).toString(16)).join(':')}::/64`;
}

/** The eight numbers of a well-formed IPv6 address. */
function groupsOf(address: string): readonly number[] {
  const [bare = ''] = address.split('%');
  const [head = '', tail] = bare.split('::');
  const before = readGroups(head);
  if (tail === undefined) return before;
  const after = readGroups(tail);
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

function readGroups(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return group.includes('.') ? [a * 256 + b, c * 256 + d] : [Number.parseInt(group, 16)];
  });
}
