import type { PaymentSession } from '../session/session.ts';

export type ChangeListener = (session: PaymentSession) => void;

/** Tells the listeners of a session in this process that it has changed. Remembers nothing: late comers read the store. */
export class Changes {
  readonly #listeners = new Map<string, Set<ChangeListener>>();

  subscribe(sessionId: string, listener: ChangeListener): () => void {
    const listeners = this.#listeners.get(sessionId) ?? new Set();
    this.#listeners.set(sessionId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(sessionId) === listeners) this.#listeners.delete(sessionId);
    };
  }

  publish(session: PaymentSession): void {
    for (const listener of this.#listeners.get(session.terms.id) ?? []) listener(session);
  }
}
