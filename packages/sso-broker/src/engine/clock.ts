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
    const timer = setTimeout(run, delayMs).unref();
    return () => clearTimeout(timer);
  },
};
