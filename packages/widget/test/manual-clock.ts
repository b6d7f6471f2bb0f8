interface Timer {
  readonly at: number;
  readonly ring: () => void;
}

/** Lets everything that is already due happen: promises, streams, renders. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.addEventListener('message', resolve);
      channel.port1.start();
      channel.port2.postMessage(0);
    });
  }
}

/** A clock that stands still until it is advanced. */
export class ManualClock {
  #now = Date.parse('2026-03-02T15:00:00Z');
  #timers: readonly Timer[] = [];

  readonly now = (): number => this.#now;

  readonly wait = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const timer: Timer = { at: this.#now + ms, ring: resolve };
      this.#timers = [...this.#timers, timer];
      signal.addEventListener('abort', () => {
        this.#timers = this.#timers.filter((each) => each !== timer);
        reject(signal.reason as Error);
      });
    });

  get waiting(): number {
    return this.#timers.length;
  }

  iso(afterMs: number): string {
    return new Date(this.#now + afterMs).toISOString();
  }

  /** Goes from one timer to the next until `ms` have passed. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#now = Math.max(this.#now, due.at);
      this.#timers = this.#timers.filter((each) => each !== due);
      due.ring();
      await settle();
    }
    this.#now = end;
  }
}
