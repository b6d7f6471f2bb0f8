import { perishables, type Perishable, type Retention } from '../storage/retention.ts';
import type { Clock } from './clock.ts';

/** How long each is kept, in milliseconds. */
export type RetentionTimes = Readonly<Record<Perishable, number>>;

/** What one pass removed; personal data counts the sessions it was erased from. */
export type PurgeLogEntry =
  | { readonly type: 'purged'; readonly removed: Readonly<Partial<Record<Perishable, number>>> }
  | { readonly type: 'store_failed'; readonly error: unknown };

export interface PurgerDependencies {
  readonly retention: Retention;
  readonly clock: Clock;
  readonly log: (entry: PurgeLogEntry) => void;
}

const passMs = 3_600_000;
/** Payments that a restart left open go first. */
const firstPassMs = 60_000;
/** Small enough that no payment waits for it, and with a pause in which they are served. */
const batchSize = 100;
const pauseMs = 50;
/** A broker that dies in the middle leaves its turn to the others after this. */
const turnMs = 60_000;

/** Removes what has been kept long enough: hourly, batch by batch, one broker at a time. */
export class Purger {
  readonly #dependencies: PurgerDependencies;
  readonly #keepMs: RetentionTimes;
  #left: readonly Perishable[] = perishables;
  #removed: Partial<Record<Perishable, number>> = {};
  #cancelTimer: () => void = () => undefined;
  #step: Promise<void> | undefined;
  #state: 'new' | 'running' | 'stopped' = 'new';

  constructor(dependencies: PurgerDependencies, keepMs: RetentionTimes) {
    this.#dependencies = dependencies;
    this.#keepMs = keepMs;
  }

  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'running';
    this.#later(firstPassMs);
  }

  /** Waits for the batch under way. What is left is the next start's. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.#cancelTimer();
    await this.#step;
  }

  #later(delayMs: number): void {
    if (this.#state !== 'running') return;
    this.#cancelTimer = this.#dependencies.clock.setTimer(delayMs, () => {
      this.#step = this.#takeStep();
    });
  }

  async #takeStep(): Promise<void> {
    const { retention, log } = this.#dependencies;
    try {
      const isOurs = await retention.takeTurn(turnMs);
      if (isOurs) await this.#removeBatch();
      if (isOurs && this.#left.length > 0) return this.#later(pauseMs);
      if (isOurs) await retention.scrub();
    } catch (error) {
      log({ type: 'store_failed', error });
    }
    this.#endPass();
  }

  async #removeBatch(): Promise<void> {
    const [kind, ...others] = this.#left;
    if (kind === undefined) return;
    const { retention, clock } = this.#dependencies;
    const removed = await retention.remove(kind, clock.nowMs() - this.#keepMs[kind], batchSize);
    if (removed > 0) this.#removed = { ...this.#removed, [kind]: (this.#removed[kind] ?? 0) + removed };
    if (removed < batchSize) this.#left = others;
  }

  #endPass(): void {
    if (Object.keys(this.#removed).length > 0) this.#dependencies.log({ type: 'purged', removed: this.#removed });
    this.#left = perishables;
    this.#removed = {};
    this.#later(passMs);
  }
}
