import type { Clock } from './clock.ts';
import { InFlight } from './in-flight.ts';

/** Stored work and its performance. */
export interface DueWork<Claimed> {
  claim(limit: number): Promise<readonly Claimed[]>;
  /** When the next piece can be claimed; undefined when none is pending. */
  nextDueAtMs(nowMs: number): Promise<number | undefined>;
  /** Never rejects. */
  performLogged(claimed: Claimed): Promise<void>;
}

export interface PollerDependencies {
  /** Whether other brokers work on the same store. */
  readonly isShared: boolean;
  readonly clock: Clock;
  readonly log: (entry: { readonly type: 'store_failed'; readonly error: unknown }) => void;
}

const storeRetryMs = 1_000;
/** Below the longest delay of setTimeout (2^31 - 1 ms). */
const longestTimerMs = 3_600_000;
/** On a shared store others make work too, and leave it undone when they die. */
const longestSharedTimerMs = 2_000;

/** Performs stored work when it is due: one timer to the next due time, and a bounded number of pieces in flight. */
export class Poller<Claimed> {
  readonly #dependencies: PollerDependencies;
  readonly #work: DueWork<Claimed>;
  readonly #maxInFlight: number;
  readonly #inFlight = new InFlight();
  #state: 'new' | 'running' | 'stopped' = 'new';
  #pass: Promise<void> | undefined;
  #passAgain = false;
  #timer: { readonly atMs: number; readonly cancel: () => void } | undefined;

  constructor(dependencies: PollerDependencies, work: DueWork<Claimed>, maxInFlight: number) {
    this.#dependencies = dependencies;
    this.#work = work;
    this.#maxInFlight = maxInFlight;
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
    const { clock, log, isShared } = this.#dependencies;
    try {
      this.#passAgain = false;
      if (this.#state !== 'running') return;
      const room = this.#maxInFlight - this.#inFlight.size;
      if (room > 0) for (const claimed of await this.#work.claim(room)) void this.#perform(claimed);
      // Without room the next effect to end makes some, and wakes.
      if (this.#inFlight.size >= this.#maxInFlight) return;
      const nextMs = await this.#work.nextDueAtMs(clock.nowMs());
      if (nextMs !== undefined) this.wake(nextMs);
      if (isShared) this.wake(clock.nowMs() + longestSharedTimerMs);
    } catch (error) {
      log({ type: 'store_failed', error });
      this.wake(clock.nowMs() + storeRetryMs);
    }
  }

  async #perform(claimed: Claimed): Promise<void> {
    let wasFull = false;
    await this.#inFlight.track(
      this.#work.performLogged(claimed).finally(() => {
        wasFull = this.#inFlight.size >= this.#maxInFlight;
      }),
    );
    if (wasFull) this.wake(this.#dependencies.clock.nowMs());
  }
}
