import type { Act, Struck } from './stage.ts';
import type { Row } from './table.ts';

/** Lies in wait at one instant, and strikes the first time that a process comes to it. */
export class Striker {
  readonly #rows: readonly Row[];
  readonly #act: Act;
  readonly #nowMs: () => number;
  /** Trouble of the peer's is there when the call is sent; all else strikes while it is under way. */
  readonly whenSent: boolean;
  notBeforeMs = 0;
  struckAtMs: number | undefined;

  constructor(rows: readonly Row[], act: Act, whenSent: boolean, nowMs: () => number) {
    this.#rows = rows;
    this.#act = act;
    this.whenSent = whenSent;
    this.#nowMs = nowMs;
  }

  async reached(row: Row | undefined, process: Struck): Promise<void> {
    if (row === undefined || !this.#rows.includes(row) || this.struckAtMs !== undefined || this.#nowMs() < this.notBeforeMs) return;
    this.struckAtMs = this.#nowMs();
    await this.#act(process);
  }
}
