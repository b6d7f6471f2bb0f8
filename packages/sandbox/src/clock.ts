/** The time everything in the sandbox goes by. */
export interface Clock {
  now(): Date;
}

/** A clock that tests move forward. It never goes back except by `reset`. */
export class SandboxClock implements Clock {
  readonly #systemMs: () => number;
  #offsetMs = 0;

  constructor(systemMs: () => number) {
    this.#systemMs = systemMs;
  }

  now(): Date {
    return new Date(this.#systemMs() + this.#offsetMs);
  }

  advance(byMs: number): void {
    this.#offsetMs += byMs;
  }

  reset(): void {
    this.#offsetMs = 0;
  }
}
