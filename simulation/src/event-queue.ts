interface QueuedEvent {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
  canceled: boolean;
}

/**
 * The world's time and everything that will happen in it. Nothing waits for a real clock: the next event is the earliest, of two at
 * the same time the one planned first, and all promises that an event settles have run before the next event does.
 */
export class EventQueue {
  #nowMs: number;
  #planned = 0;
  /** A binary heap. */
  readonly #heap: QueuedEvent[] = [];

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Plans `run`; the answer cancels it. */
  plan(delayMs: number, run: () => void): () => void {
    const event = { atMs: this.#nowMs + Math.max(delayMs, 0), order: this.#planned, run, canceled: false };
    this.#planned += 1;
    this.#rise(event);
    return () => {
      event.canceled = true;
    };
  }

  async sleep(delayMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.plan(delayMs, resolve);
    await promise;
  }

  /** Lets events happen until none is left, `untilMs` is reached or `stopped` says so. Answers how many happened. */
  async run(untilMs: number, stopped: () => boolean): Promise<number> {
    let happened = 0;
    await turn();
    for (let event = this.#heap[0]; event !== undefined && event.atMs <= untilMs && !stopped(); event = this.#heap[0]) {
      this.#sink();
      if (event.canceled) continue;
      this.#nowMs = event.atMs;
      happened += 1;
      event.run();
      await turn();
    }
    return happened;
  }

  #rise(event: QueuedEvent): void {
    let at = this.#heap.push(event) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || !isBefore(event, parent)) break;
      this.#heap[at] = parent;
      at = above;
    }
    this.#heap[at] = event;
  }

  /** Takes the first event off, and closes the gap with the last. */
  #sink(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    let at = 0;
    for (;;) {
      const [left, right] = [this.#heap[2 * at + 1], this.#heap[2 * at + 2]];
      const smaller = right !== undefined && left !== undefined && isBefore(right, left) ? right : left;
      if (smaller === undefined || !isBefore(smaller, last)) break;
      this.#heap[at] = smaller;
      at = smaller === left ? 2 * at + 1 : 2 * at + 2;
    }
    this.#heap[at] = last;
  }
}

function isBefore(one: QueuedEvent, other: QueuedEvent): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}

/** One turn of the process's event loop: every promise that can settle has settled after it. */
async function turn(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}
