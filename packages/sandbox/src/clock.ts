/** The time everything in the sandbox goes by. */
export interface Clock {
  now(): Date;
}

/** A clock that tests move forward. It never goes back except by `reset`. */
export class SandboxClock implements Clock {
  readonly #systemMs: () => number;
  #offsetMs = 0;
  readonly #listeners: (() => void)[] = [];

  constructor(systemMs: () => number) {
    this.#systemMs = systemMs;
  }

  now(): Date {
    return new Date(this.#systemMs() + this.#offsetMs);
  }

  advance(byMs: number): void {
    this.#offsetMs += byMs;
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` after each move. */
  onAdvance(listener: () => void): void {
    this.#listeners.push(listener);
  }

  reset(): void {
    this.#offsetMs = 0;
  }
}
