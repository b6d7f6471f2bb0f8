/** Hears, at once and whatever it makes of it, that another owner has committed a change of a session. */
type Listener = (sessionId: string) => void;

/** NOTIFY and LISTEN of the simulated database. It keeps nothing for who is not there. */
export class ChangeFeed {
  readonly #listeners = new Map<string, Listener>();

  listen(owner: string, listener: Listener): void {
    this.#listeners.set(owner, listener);
  }

  leave(owner: string): void {
    this.#listeners.delete(owner);
  }

  notify(owner: string, sessionId: string): void {
    for (const [other, hear] of this.#listeners) if (other !== owner) hear(sessionId);
  }
}
