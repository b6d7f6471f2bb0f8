/** What happened, a line each. Off, it costs nothing but the call. */
export class Trace {
  readonly lines: string[] = [];
  readonly #nowMs: () => number;
  readonly #startMs: number;
  readonly #on: boolean;

  constructor(nowMs: () => number, on: boolean) {
    this.#nowMs = nowMs;
    this.#startMs = nowMs();
    this.#on = on;
  }

  add(who: string, what: () => string): void {
    if (this.#on) this.lines.push(`${((this.#nowMs() - this.#startMs) / 1_000).toFixed(3).padStart(12)} s  ${who.padEnd(9)} ${what()}`);
  }
}
