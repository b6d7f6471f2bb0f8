/** When a lease ends: its rest by the server's clock, told in that of the broker, whose time the parameter `now` is. */
export function endOfLease(now: string): string {
  return `${now}::bigint + ceil(extract(epoch FROM leased_until - clock_timestamp()) * 1000)::bigint`;
}
