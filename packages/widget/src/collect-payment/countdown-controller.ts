import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Environment } from '../environment.ts';

/** From here on more time is offered. */
export const lateSeconds = 300;
const marks: readonly number[] = [lateSeconds, 120, 60, 30];

/** `14:32` */
export const clockFace = (seconds: number): string => `${Math.trunc(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;

/** The time left to finish the payment: redraws each second, and says the marks at 5, 2 and 1 minute and 30 seconds. */
export class CountdownController implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly environment: Environment };
  readonly #endsAt: () => string | undefined;
  readonly #signal: () => AbortSignal;
  readonly #say: (mark: number) => void;
  #end: string | undefined;

  constructor(
    host: ReactiveControllerHost & { readonly environment: Environment },
    endsAt: () => string | undefined,
    signal: () => AbortSignal,
    say: (mark: number) => void,
  ) {
    this.#host = host;
    this.#endsAt = endsAt;
    this.#signal = signal;
    this.#say = say;
    host.addController(this);
  }

  /** Whole seconds, 0 when time is up or nothing is timed. */
  get left(): number {
    const ms = Date.parse(this.#endsAt() ?? '') - this.#host.environment.now();
    return ms > 0 ? Math.trunc(ms / 1000) : 0;
  }

  hostUpdated(): void {
    const end = this.#endsAt();
    if (end === this.#end) return;
    this.#end = end;
    // Rejects when the element leaves the page, and only then.
    if (end) this.#tick(end).catch(() => (this.#end = undefined));
  }

  async #tick(end: string): Promise<void> {
    for (let before = this.left; before > 0 && end === this.#end; this.#host.requestUpdate()) {
      await this.#host.environment.wait(1000, this.#signal());
      const { left } = this;
      // The last mark passed, should the page have slept through several.
      const mark = marks.findLast((each) => left <= each && each < before);
      if (mark && end === this.#end) this.#say(mark);
      before = left;
    }
  }
}
