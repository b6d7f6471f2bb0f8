import { outsideRequests } from '../logging/request-context.ts';

/** Time, as the engine needs it. The only way it waits. */
export interface Clock {
  nowMs(): number;
  /** Calls `run` once after `delayMs`; the answer cancels it. Never keeps the process alive. */
  setTimer(delayMs: number, run: () => void): () => void;
}

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  setTimer(delayMs, run) {
    // What a request puts off is no longer its own: a timer serves whoever needs it.
    const timer = outsideRequests(() => setTimeout(run, delayMs).unref());
    return () => clearTimeout(timer);
  },
};
