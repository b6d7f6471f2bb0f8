import type { PaymentSession } from '../session/session.ts';

export type ChangeListener = (session: PaymentSession) => void;

interface Followed {
  readonly listeners: Set<ChangeListener>;
  latestSequence: number;
}

/** Tells the listeners of a session in this process that it has changed. Remembers nothing: late comers read the store. */
export class Changes {
  readonly #followed = new Map<string, Followed>();

  subscribe(sessionId: string, listener: ChangeListener): () => void {
    const followed = this.#followed.get(sessionId) ?? { listeners: new Set(), latestSequence: 0 };
    followed.listeners.add(listener);
    this.#followed.set(sessionId, followed);
    return () => {
      followed.listeners.delete(listener);
      if (followed.listeners.size === 0 && this.#followed.get(sessionId) === followed) this.#followed.delete(sessionId);
    };
  }

  /** A session that was overtaken by a later change, made here or by another broker, is old news. */
  publish(session: PaymentSession): void {
    const followed = this.#followed.get(session.terms.id);
    if (followed === undefined || session.sequence <= followed.latestSequence) return;
    followed.latestSequence = session.sequence;
    for (const listener of followed.listeners) listener(session);
  }

  hasListeners(sessionId: string): boolean {
    return this.#followed.has(sessionId);
  }

  sessionIds(): Iterable<string> {
    return this.#followed.keys();
  }
}
