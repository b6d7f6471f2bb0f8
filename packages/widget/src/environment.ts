/** Everything the element takes from outside itself; tests hand in their own. */
export interface Environment {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after `ms`; rejects with the signal's reason once aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** In [0, 1): spreads reconnections. */
  readonly random: () => number;
  /** Must be called inside the click, or browsers block it. `null` when blocked. */
  readonly openWindow: () => Window | null;
  /** Leaves the page for `url`; throws where the browser refuses. */
  readonly navigate: (url: string) => void;
  readonly print: (view: Window) => void;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

export const browserEnvironment: Environment = {
  fetch: (input, init) => fetch(input, init),
  now: () => Date.now(),
  wait,
  random: () => Math.random(),
  openWindow: () => window.open('about:blank', '_blank', 'popup,width=560,height=760'),
  navigate: (url) => {
    (window.top ?? window).location.assign(url);
  },
  print: (view) => {
    view.focus();
    view.print();
  },
};
