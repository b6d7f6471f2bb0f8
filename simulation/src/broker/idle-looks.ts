import type { EventQueue } from '../event-queue.ts';
import type { Life } from './life.ts';

/** As the product's poller looks at a shared store again when it knows of nothing sooner (engine/poller.ts). */
export const idleLookMs = 2_000;

interface Look {
  readonly life: Life;
  readonly setAtMs: number;
  readonly run: () => void;
  readonly nextWorkAtMs: () => number;
  cancel: () => void;
}

/**
 * Brokers of a shared store look every two seconds whether another has left work undone. Over days nearly all of these looks find
 * nothing; here they are passed over, and the first one that can find something happens in its own time.
 */
export class IdleLooks {
  readonly #queue: EventQueue;
  readonly #looks = new Set<Look>();

  constructor(queue: EventQueue) {
    this.#queue = queue;
  }

  later(life: Life, nextWorkAtMs: () => number, run: () => void): () => void {
    const look: Look = { life, setAtMs: this.#queue.nowMs, run, nextWorkAtMs, cancel: () => undefined };
    this.#looks.add(look);
    this.#plan(look);
    return () => this.#end(look);
  }

  /** What is stored, or somebody's clock, has changed. */
  stir(): void {
    for (const look of this.#looks) {
      look.cancel();
      if (look.life.alive) this.#plan(look);
      else this.#looks.delete(look);
    }
  }

  /** The last look before there is work: what follows from it is the poller's. */
  #plan(look: Look): void {
    const { nowMs } = this.#queue;
    const looks = Math.max(
      Math.floor((look.nextWorkAtMs() - look.setAtMs) / idleLookMs),
      Math.ceil((nowMs - look.setAtMs) / idleLookMs),
      1,
    );
    if (!Number.isFinite(looks)) {
      look.cancel = () => undefined;
      return;
    }
    look.cancel = look.life.later(look.setAtMs + looks * idleLookMs - nowMs, () => {
      this.#looks.delete(look);
      look.run();
    });
  }

  #end(look: Look): void {
    look.cancel();
    this.#looks.delete(look);
  }
}
