/** Everything the element takes from outside itself; tests hand in their own. */
export interface Environment {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after `ms`; rejects with the signal's reason once aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Must be called inside the click, or browsers block it. `null` when blocked. */
  readonly openWindow: () => Window | null;
  /** Leaves the page for `url`. */
  readonly navigate: (url: string) => unknown;
}

const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort);
  });

export const browserEnvironment: Environment = {
  fetch: (...request) => fetch(...request),
  now: () => Date.now(),
  wait,
  openWindow: () => window.open('about:blank', '_blank', 'width=560,height=760'),
  navigate: (url) => window.open(url, '_top'),
};
