/** Whether a page of InstaMed is open. It drives the reader itself, and two programs on one reader take it from each other. */
export interface HostedScreen {
  readonly isOpen: boolean;
  /** Calls back each time one opens. The answer ends that. */
  onOpen(callBack: () => void): () => void;
}

/** Of a session as the broker tells it, and of the element's view: the page is in front of somebody before the broker has told that it is. */
const open = new Set(['launching', 'open']);

interface StateChange extends Event {
  readonly session?: { readonly id: string; readonly status: string };
  readonly view?: string;
}

/** Follows the `<collect-payment>` elements under a target, by the events they send there. */
export function followHostedScreen(target: EventTarget): HostedScreen {
  const listeners = new Set<() => void>();
  const openSessions = new Set<string>();
  target.addEventListener('payment-state-change', (event) => {
    const { session, view = '' } = event as StateChange;
    if (session === undefined) return;
    const isOpen = open.has(session.status) || open.has(view);
    const opens = isOpen && openSessions.size === 0;
    if (isOpen) openSessions.add(session.id);
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
