import type { Claim, ClaimedEffect } from '../storage/store.ts';
import type { EngineDependencies } from './engine.ts';

/** What a broker that dies or stands still keeps from the others, and how often one that lives says so. */
const leaseMs = 15_000;
const renewMs = 5_000;

/**
 * The effects this broker has claimed. Their leases are renewed until they end, however long InstaMed takes to answer; so a
 * lease can be short, and what a dead broker held is soon taken over.
 */
export class Leases {
  readonly #dependencies: EngineDependencies;
  readonly #held = new Set<Claim>();
  #cancelTimer: (() => void) | undefined;

  constructor(dependencies: EngineDependencies) {
    this.#dependencies = dependencies;
  }

  /** Claims due work, of one session or of any. */
  async claim(limit: number, sessionId?: string): Promise<readonly ClaimedEffect[]> {
    const request = { nowMs: this.#dependencies.clock.nowMs(), leaseMs, limit, ...(sessionId !== undefined && { sessionId }) };
    const claimed = await this.#dependencies.store.claimDue(request);
    for (const claim of claimed) this.#held.add(claim);
    if (this.#held.size > 0) this.#cancelTimer ??= this.#renewLater();
    return claimed;
  }

  /** The effect was performed, or is left to its lease. */
  end(claim: Claim): void {
    this.#held.delete(claim);
  }

  stop(): void {
    this.#cancelTimer?.();
  }

  #renewLater(): () => void {
    return this.#dependencies.clock.setTimer(renewMs, () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const { store, clock, log } = this.#dependencies;
    this.#cancelTimer = undefined;
    if (this.#held.size === 0) return;
    this.#cancelTimer = this.#renewLater();
    try {
      await store.renew([...this.#held], { nowMs: clock.nowMs(), leaseMs });
    } catch (error) {
      log({ type: 'store_failed', error });
    }
  }
}
