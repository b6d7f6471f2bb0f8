import type { BrowserContext, Route } from '@playwright/test';

/** Holds back the first thing that a pattern matches, until it is let go. What is asked for after it passes. */
export interface Gate {
  /** Something waits at the gate. */
  readonly reached: Promise<void>;
  open(): void;
}

/** `answered`: the server has done its work, and only its answer is held back. */
export async function closeGate(context: BrowserContext, pattern: RegExp, answered: boolean): Promise<Gate> {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  let holds = true;
  const hold = async (route: Route): Promise<void> => {
    if (!holds) return route.continue();
    holds = false;
    const response = answered ? await route.fetch() : undefined;
    reached.resolve();
    await opened.promise;
    return response === undefined ? route.continue() : route.fulfill({ response });
  };
  // Whoever waited may be gone by the time the gate opens.
  await context.route(pattern, (route) => hold(route).catch(() => undefined));
  return { reached: reached.promise, open: () => opened.resolve() };
}
