import type { Changes } from './changes.ts';
import type { EngineDependencies } from './engine.ts';

const retryMs = 1_000;

/** Brings what other brokers change to the listeners here: the session is read again and published. The answer ends it. */
export function followOthers({ store, clock, log }: EngineDependencies, changes: Changes): () => void {
  const stale = new Set<string>();
  let state: 'idle' | 'reading' | 'ended' = 'idle';

  store.watch({
    changed: (sessionId) => refresh([sessionId]),
    missedSome: () => refresh(changes.sessionIds()),
  });
  return () => {
    state = 'ended';
  };

  function refresh(sessionIds: Iterable<string>): void {
    for (const sessionId of sessionIds) if (changes.hasListeners(sessionId)) stale.add(sessionId);
    if (state === 'idle') void read();
  }

  async function read(): Promise<void> {
    if (state === 'ended') return;
    state = 'reading';
    try {
      for (const sessionId of stale) {
        // Taken out first: a change while it is being read puts it in again, to be read again.
        stale.delete(sessionId);
        await publish(sessionId);
      }
      state = isEnded() ? 'ended' : 'idle';
    } catch (error) {
      if (isEnded()) return;
      log({ type: 'store_failed', error });
      clock.setTimer(retryMs, () => void read());
    }
  }

  async function publish(sessionId: string): Promise<void> {
    try {
      const session = await store.load(sessionId);
      if (session !== undefined) changes.publish(session);
    } catch (error) {
      stale.add(sessionId);
      throw error;
    }
  }

  function isEnded(): boolean {
    return state === 'ended';
  }
}
