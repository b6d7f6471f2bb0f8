import type { Clock } from '@collect-payment/sso-broker/core';
import type { EventQueue } from '../event-queue.ts';

/**
 * One life of the broker's process, from start to crash. All that reaches the process comes through here: a dead one hears and says
 * nothing more, a paused one (SIGSTOP, a long collection, a laptop asleep) hears everything when it wakes, in order.
 */
export class Life {
  readonly #queue: EventQueue;
  readonly #ended = Promise.withResolvers<undefined>();
  #alive = true;
  #pausedUntilMs = 0;

  constructor(queue: EventQueue) {
    this.#queue = queue;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Resolves, to undefined, when the process dies. */
  get ended(): Promise<undefined> {
    return this.#ended.promise;
  }

  later(delayMs: number, run: () => void): () => void {
    let cancel = this.#queue.plan(delayMs, () => {
      if (!this.#alive) return;
      if (this.#queue.nowMs < this.#pausedUntilMs) cancel = this.later(this.#pausedUntilMs - this.#queue.nowMs, run);
      else run();
    });
    return () => cancel();
  }

  pause(forMs: number): void {
    this.#pausedUntilMs = this.#queue.nowMs + forMs;
  }

  end(): void {
    this.#alive = false;
    this.#ended.resolve(undefined);
  }

  /** The machine's wall clock, which `offsetMs` may set off the world's, and timers that go by the world's. */
  clock(offsetMs: () => number): Clock {
    return {
      nowMs: () => this.#queue.nowMs + offsetMs(),
      setTimer: (delayMs, run) => this.later(delayMs, run),
    };
  }
}
