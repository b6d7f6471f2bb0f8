import { BoundedMap } from './bounded.ts';
import type { Launch } from './launch.ts';
import type { RefusalReason } from './sso/refusal.ts';

/** One refused sign-on. Holds no value that was sent. */
export interface RefusalEntry {
  readonly at: Date;
  readonly sso: 'saml' | 'nvp';
  readonly reason: RefusalReason;
  readonly message: string;
}

/** Everything the sandbox remembers: launches with their payments, and refusals. The oracle of tests. */
export class Ledger {
  readonly launches = new BoundedMap<Launch>(10_000);
  #refusals: RefusalEntry[] = [];

  get refusals(): readonly RefusalEntry[] {
    return this.#refusals;
  }

  addRefusal(entry: RefusalEntry): void {
    this.#refusals = [...this.#refusals.slice(-999), entry];
  }

  reset(): void {
    this.launches.clear();
    this.#refusals = [];
  }
}
