import type { StartTimer } from '../src/index.ts';

/** Time that passes when a test says so. */
export class ManualTimer {
  #now = 0;
  #timers: { readonly at: number; readonly callBack: () => void }[] = [];

  readonly start: StartTimer = (afterMs, callBack) => {
    const timer = { at: this.#now + afterMs, callBack };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((one) => one !== timer));
  };

  get waiting(): number {
    return this.#timers.length;
  }

  pass(ms: number): void {
    this.#now += ms;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    for (const { callBack } of due) callBack();
  }
}
