import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../engine/clock.ts';
import type { Pressure } from './load.ts';

/** Measures the pressure once a second. */
export interface PressureGauge {
  start(take: (pressure: Pressure) => void): void;
  stop(): void;
}

interface PressureSources {
  readonly clock: Clock;
  /** How late the event loop was on average since it was last asked. */
  readonly readEventLoopDelayMs: () => number;
  readonly ping: () => Promise<void>;
  readonly requestsUnderWay: () => number;
}

const intervalMs = 1_000;

/** The gauge of a process: its event loop, its store, its requests. */
export class ProcessGauge implements PressureGauge {
  readonly #sources: PressureSources;
  #cancelTimer: () => void = () => undefined;
  #askedAtMs: number | undefined;
  #storeMs = 0;

  constructor(sources: PressureSources) {
    this.#sources = sources;
  }

  start(take: (pressure: Pressure) => void): void {
    this.#ask();
    this.#cancelTimer = this.#sources.clock.setTimer(intervalMs, () => {
      const { clock, readEventLoopDelayMs, requestsUnderWay } = this.#sources;
      // One that is not answered yet counts for as long as it has been waited for.
      const storeMs = this.#askedAtMs === undefined ? this.#storeMs : Math.max(0, clock.nowMs() - this.#askedAtMs);
      take({ eventLoopDelayMs: readEventLoopDelayMs(), storeMs, requestsUnderWay: requestsUnderWay() });
      this.start(take);
    });
  }

  stop(): void {
    this.#cancelTimer();
  }

  /** One at a time: whatever holds the store up is not added to. */
  #ask(): void {
    if (this.#askedAtMs !== undefined) return;
    const { clock, ping } = this.#sources;
    const askedAtMs = clock.nowMs();
    this.#askedAtMs = askedAtMs;
    const note = (): void => {
      this.#storeMs = Math.max(0, clock.nowMs() - askedAtMs);
      this.#askedAtMs = undefined;
    };
    // A store that is away is no pressure: whoever needs it is refused by its own error.
    ping().then(note, note);
  }
}

const resolutionMs = 20;

/**
 * Node's own measurement of the event loop: it counts the time from one look to the next, of which `resolutionMs` are wanted. Never reset,
 * because the first look after that counts nothing, and a loop that is held up for seconds takes no second one.
 */
export function watchEventLoop(): () => number {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  let before = { looks: 0, spentMs: 0 };
  return () => {
    const looks = histogram.count;
    const spentMs = looks === 0 ? 0 : (looks * histogram.mean) / 1e6;
    const meanMs = looks === before.looks ? 0 : (spentMs - before.spentMs) / (looks - before.looks);
    before = { looks, spentMs };
    return Math.max(0, Math.round(meanMs - resolutionMs));
  };
}
