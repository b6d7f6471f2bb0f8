/** Whether a page of InstaMed is open. It drives the reader itself, and two programs on one reader take it from each other. */
export interface HostedScreen {
  readonly isOpen: boolean;
  /** Calls back each time one opens. The answer ends that. */
  onOpen(callBack: () => void): () => void;
}

const openStatuses = new Set(['launching', 'open']);

/** Follows the `<collect-payment>` elements under a target, by the events they send there. */
export function followHostedScreen(target: EventTarget): HostedScreen {
  const listeners = new Set<() => void>();
  const openSessions = new Set<string>();
  target.addEventListener('payment-state-change', (event) => {
    const { session } = event as Event & { readonly session?: { readonly id: string; readonly status: string } };
    if (session === undefined) return;
    const opens = openStatuses.has(session.status) && openSessions.size === 0;
    if (openStatuses.has(session.status)) openSessions.add(session.id);
    else openSessions.delete(session.id);
    if (opens) for (const listener of listeners) listener();
  });
  return {
    get isOpen() {
      return openSessions.size > 0;
    },
    onOpen(callBack) {
      listeners.add(callBack);
      return () => void listeners.delete(callBack);
    },
  };
}

/** For a page that opens none. */
export const noHostedScreen: HostedScreen = { isOpen: false, onOpen: () => () => undefined };
