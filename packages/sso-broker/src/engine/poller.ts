import type { ClaimedEffect } from '../storage/store.ts';
import type { EngineDependencies } from './engine.ts';
import { InFlight } from './in-flight.ts';

/** What the poller has claimed and performed. */
interface Claimant {
  claim(limit: number): Promise<readonly ClaimedEffect[]>;
}
interface Performer {
  performLogged(claimed: ClaimedEffect): Promise<void>;
}

const maxInFlight = 64;
const storeRetryMs = 1_000;
/** Below the longest delay of setTimeout (2^31 - 1 ms). */
const longestTimerMs = 3_600_000;
/** On a shared store others make work too, and leave it undone when they die. */
const longestSharedTimerMs = 2_000;

/** Performs stored effects when they are due: one timer to the next due time, and a bounded number of effects in flight. */
export class Poller {
  readonly #dependencies: EngineDependencies;
  readonly #claimant: Claimant;
  readonly #performer: Performer;
  readonly #inFlight = new InFlight();
  #state: 'new' | 'running' | 'stopped' = 'new';
  #pass: Promise<void> | undefined;
  #passAgain = false;
  #timer: { readonly atMs: number; readonly cancel: () => void } | undefined;

  constructor(dependencies: EngineDependencies, claimant: Claimant, performer: Performer) {
    this.#dependencies = dependencies;
    this.#claimant = claimant;
    this.#performer = performer;
  }

  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'running';
    this.wake(this.#dependencies.clock.nowMs());
  }

  /** Tells that work is due at a time. */
  wake(atMs: number): void {
    if (this.#state !== 'running' || (this.#timer !== undefined && this.#timer.atMs <= atMs)) return;
    this.#timer?.cancel();
    const { clock } = this.#dependencies;
    const delayMs = Math.min(Math.max(atMs - clock.nowMs(), 0), longestTimerMs);
    this.#timer = {
      atMs,
      cancel: clock.setTimer(delayMs, () => {
        this.#timer = undefined;
        this.#startPass();
      }),
    };
  }

  /** Claims nothing more, and resolves when all that is in flight has been stored. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#pass;
    await this.#inFlight.settled();
  }

  #startPass(): void {
    if (this.#pass !== undefined) {
      this.#passAgain = true;
      return;
    }
    this.#pass = this.#takeDue().finally(() => {
      this.#pass = undefined;
      if (this.#passAgain) this.#startPass();
    });
  }

  async #takeDue(): Promise<void> {
    const { store, clock, log } = this.#dependencies;
    try {
      this.#passAgain = false;
      if (this.#state !== 'running') return;
      const room = maxInFlight - this.#inFlight.size;
      if (room > 0) for (const claimed of await this.#claimant.claim(room)) void this.#perform(claimed);
      // Without room the next effect to end makes some, and wakes.
      if (this.#inFlight.size >= maxInFlight) return;
      const nextMs = await store.nextDueAtMs(clock.nowMs());
      if (nextMs !== undefined) this.wake(nextMs);
      if (store.isShared) this.wake(clock.nowMs() + longestSharedTimerMs);
    } catch (error) {
      log({ type: 'store_failed', error });
      this.wake(clock.nowMs() + storeRetryMs);
    }
  }

  async #perform(claimed: ClaimedEffect): Promise<void> {
    let wasFull = false;
    await this.#inFlight.track(
      this.#performer.performLogged(claimed).finally(() => {
        wasFull = this.#inFlight.size >= maxInFlight;
      }),
    );
    if (wasFull) this.wake(this.#dependencies.clock.nowMs());
  }
}
