import type { Commit, CommitOutcome, StoreWatcher } from '@collect-payment/sso-broker/core';
import { SharedEffects } from './shared-effects.ts';
import { SimulatedStore, type SimulatedDisk } from './simulated-store.ts';

/** How a broker process is reached by the database. */
export interface SharedConnection {
  /** New with every start, as PostgresStore's. */
  readonly owner: string;
  readonly databaseNowMs: () => number;
  /** The connection that listens: brings a notification to the process, late, or loses it and says so later. */
  readonly carry: (watcher: StoreWatcher, sessionId: string) => void;
}

/** The Store over a simulated database that several brokers share: the stand-in for PostgresStore. */
export class SharedStore extends SimulatedStore {
  readonly #connection: SharedConnection;
  readonly #held: SharedEffects;

  constructor(disk: SimulatedDisk, connection: SharedConnection) {
    const effects = new SharedEffects(disk.sharedEffects, connection.owner, connection.databaseNowMs);
    super(disk, effects, connection.databaseNowMs);
    this.#held = effects;
    this.#connection = connection;
  }

  override async commit(commit: Commit): Promise<CommitOutcome> {
    const outcome = await super.commit(commit);
    if (outcome === 'committed' && commit.to !== commit.from) this.disk.changes.notify(this.#connection.owner, commit.to.terms.id);
    return outcome;
  }

  override watch(watcher: StoreWatcher): void {
    const { owner, carry } = this.#connection;
    this.disk.changes.listen(owner, (sessionId) => carry(watcher, sessionId));
  }

  override async close(): Promise<void> {
    this.drop();
    this.#held.handOver();
  }

  /** The process is gone, and its connections with it. What it had claimed stays claimed until the lease ends. */
  drop(): void {
    this.disk.changes.leave(this.#connection.owner);
  }
}
