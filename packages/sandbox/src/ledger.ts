import { BoundedMap } from './bounded.ts';
import type { Launch } from './launch.ts';
import type { SavedCard } from './payment/saved-card.ts';
import type { Reversal } from './payment/reversal.ts';
import type { RefusalReason } from './sso/refusal.ts';

/** One refused sign-on. Holds no value that was sent. */
export interface RefusalEntry {
  readonly at: Date;
  readonly sso: 'saml' | 'nvp';
  readonly reason: RefusalReason;
  readonly message: string;
}

/** Everything the sandbox remembers: launches with their payments, what was done to these, saved cards, and refusals. The oracle of tests. */
export class Ledger {
  readonly launches = new BoundedMap<Launch>(10_000);
  /** The cards that accounts have on file, by their tokens in lower case. */
  readonly savedCards = new BoundedMap<SavedCard>(10_000);
  /** Payments whose funds are on their way: no void reaches them any more. */
  readonly transfers = new Set<string>();
  readonly #reversals = new Map<string, readonly Reversal[]>();
  #refusals: RefusalEntry[] = [];

  /** Every void and refund, in the order of their payments. */
  get reversals(): readonly Reversal[] {
    return [...this.#reversals.values()].flat();
  }

  reversalsOf(transactionId: string): readonly Reversal[] {
    return this.#reversals.get(transactionId) ?? [];
  }

  addReversal(reversal: Reversal): void {
    this.#reversals.set(reversal.primaryTransactionId, [...this.reversalsOf(reversal.primaryTransactionId), reversal]);
  }

  /** Funds transfer begins for everything that was paid so far. */
  transferFunds(): void {
    for (const { transactions } of this.launches.values()) for (const { transactionId } of transactions) this.transfers.add(transactionId);
  }

  get refusals(): readonly RefusalEntry[] {
    return this.#refusals;
  }

  addRefusal(entry: RefusalEntry): void {
    this.#refusals = [...this.#refusals.slice(-999), entry];
  }

  reset(): void {
    this.launches.clear();
    this.savedCards.clear();
    this.transfers.clear();
    this.#reversals.clear();
    this.#refusals = [];
  }
}
