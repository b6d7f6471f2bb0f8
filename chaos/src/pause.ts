import { setTimeout } from 'node:timers/promises';

/** By the machine's clock. Ends early, without a word, when the signal says so. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { ...(signal && { signal }) }).catch(() => undefined);
}

/** Waits until it is so; false when it is still not so after that long. */
export async function eventually(isSo: () => boolean | Promise<boolean>, withinMs: number, everyMs = 100): Promise<boolean> {
  const endMs = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() >= endMs) return false;
    await pause(everyMs);
  }
  return true;
}
