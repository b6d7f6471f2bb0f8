import { asciiLowerCase } from '../characters.ts';
import { ProtocolError } from '../errors.ts';

/**
 * Name-value pairs. Names compare without regard to ASCII case (instamed-protocol.md §1.5: the same field comes in several
 * spellings); `entries` keeps the spelling and the order of the wire.
 */
export class NvpFields {
  readonly #pairs: ReadonlyMap<string, readonly [string, string]>;

  private constructor(pairs: ReadonlyMap<string, readonly [string, string]>) {
    this.#pairs = pairs;
  }

  /**
   * A pair that repeats an earlier one exactly (the name in any case) is dropped.
   * ERR_NVP_DUPLICATE_NAME when the values differ: picking one of the two would be a guess, and a way to smuggle a field in.
   */
  static from(pairs: Iterable<readonly [string, string]>): NvpFields {
    const byName = new Map<string, readonly [string, string]>();
    let pair = 0;
    for (const [name, value] of pairs) {
      pair += 1;
      const key = asciiLowerCase(name);
      const known = byName.get(key);
      if (known === undefined) byName.set(key, [name, value]);
      else if (known[1] !== value) throw new ProtocolError('ERR_NVP_DUPLICATE_NAME', { pair });
    }
    return new NvpFields(byName);
  }

  get(name: string): string | undefined {
    return this.#pairs.get(asciiLowerCase(name))?.[1];
  }

  has(name: string): boolean {
    return this.#pairs.has(asciiLowerCase(name));
  }

  entries(): IterableIterator<readonly [string, string]> {
    return this.#pairs.values();
  }

  get size(): number {
    return this.#pairs.size;
  }
}
