/** What stands before the `@` of an account or API user, or all of it without one. */
export function localPart(address: string): string {
  const [local = address] = address.split('@', 1);
  return local;
}
