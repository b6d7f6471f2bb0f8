import { AsyncLocalStorage } from 'node:async_hooks';

interface RequestContext {
  readonly requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The request that the code now running is about; undefined in work that no request waits for. */
export function currentRequestId(): string | undefined {
  return storage.getStore()?.requestId;
}

/** Runs what belongs to a request, and all that comes of it but timers. */
export function withinRequest<Result>(requestId: string, run: () => Result): Result {
  return storage.run({ requestId }, run);
}

/** Runs what belongs to none, whoever set it off. */
export function outsideRequests<Result>(run: () => Result): Result {
  return storage.exit(run);
}
