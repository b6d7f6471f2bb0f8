import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Environment } from '../environment.ts';

/** A token lives 15 minutes (instamed-protocol.md §1.2): more is a page clock that goes wrong. */
const longestMs = 15 * 60_000;
const spokenMs = [5 * 60_000, 2 * 60_000, 60_000, 30_000] as const;
export type SpokenMs = (typeof spokenMs)[number];

/** The mark passed between two looks at the clock; the last one, should the page have slept through several. */
export const markPassed = (beforeMs: number, nowMs: number): SpokenMs | undefined =>
  spokenMs.findLast((mark) => nowMs <= mark && mark < beforeMs);

/** `14:32` */
export const clockFace = (ms: number): string => `${Math.floor(ms / 60_000)}:${String(Math.floor((ms % 60_000) / 1000)).padStart(2, '0')}`;

/** The time left to finish the payment: redraws each second, and says the marks. */
export class CountdownController implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly environment: Environment };
  readonly #endsAt: () => string | undefined;
  readonly #say: (mark: SpokenMs) => void;
  #ticking = new AbortController();
  #end: string | undefined;

  constructor(
    host: ReactiveControllerHost & { readonly environment: Environment },
    endsAt: () => string | undefined,
    say: (mark: SpokenMs) => void,
  ) {
    this.#host = host;
    this.#endsAt = endsAt;
    this.#say = say;
    host.addController(this);
  }

  /** Milliseconds, 0 when time is up or nothing is timed. */
  get leftMs(): number {
    const left = Date.parse(this.#endsAt() ?? '') - this.#host.environment.now();
    return Math.min(Math.max(left || 0, 0), longestMs);
  }

  hostUpdated(): void {
    const end = this.#endsAt();
    if (end === this.#end) return;
    this.#end = end;
    this.#ticking.abort();
    if (end === undefined) return;
    this.#ticking = new AbortController();
    const { signal } = this.#ticking;
    this.#tick(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  hostDisconnected(): void {
    this.#ticking.abort();
    this.#end = undefined;
  }

  async #tick(signal: AbortSignal): Promise<void> {
    let before = this.leftMs;
    while (before > 0) {
      await this.#host.environment.wait(before % 1000 || 1000, signal);
      const now = this.leftMs;
      const mark = markPassed(before, now);
      if (mark) this.#say(mark);
      before = now;
      this.#host.requestUpdate();
    }
  }
}
