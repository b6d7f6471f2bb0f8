import { BoundedMap } from '../bounded.ts';

/** Assertion IDs already used, so that none serves twice while it is valid (SAML Profiles 4.1.4.5). */
export class AssertionCache {
  readonly #seen = new BoundedMap<number>(10_000);

  /** Whether this is the first use; remembers it until `until`. */
  firstUse(issuer: string, assertionId: string, until: Date, now: Date): boolean {
    const key = `${issuer}\n${assertionId}`;
    const before = this.#seen.get(key);
    if (before !== undefined && before > now.getTime()) return false;
    this.#seen.set(key, until.getTime());
    return true;
  }

  clear(): void {
    this.#seen.clear();
  }
}
