import type { Clock } from '../engine/clock.ts';
import type { AuditTrail } from '../storage/audit-trail.ts';
import type { AuditKeys } from './audit-keys.ts';
import { sealCheckpoint, type Checkpoint } from './checkpoint.ts';

export interface CheckpointerDependencies {
  readonly trail: Pick<AuditTrail, 'heads'>;
  readonly keys: AuditKeys;
  readonly clock: Clock;
  readonly log: (entry: Checkpoint | { readonly type: 'store_failed'; readonly error: unknown }) => void;
}

/** Writes to the log how far each chain has come: at regular times, where it has grown, and in the end. */
export class Checkpointer {
  readonly #dependencies: CheckpointerDependencies;
  readonly #intervalMs: number;
  readonly #written = new Map<string, number>();
  #cancelTimer: () => void = () => undefined;
  #pass: Promise<void> | undefined;
  #isStopped = false;

  constructor(dependencies: CheckpointerDependencies, intervalMs: number) {
    this.#dependencies = dependencies;
    this.#intervalMs = intervalMs;
  }

  start(): void {
    if (this.#isStopped) return;
    this.#cancelTimer = this.#dependencies.clock.setTimer(this.#intervalMs, () => {
      this.#pass = this.#write().finally(() => this.start());
    });
  }

  /** Writes once more. To be called when nothing is recorded any longer, and before the store is closed. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer();
    await this.#pass;
    await this.#write();
  }

  async #write(): Promise<void> {
    const { trail, keys, clock, log } = this.#dependencies;
    try {
      for (const { tenantId, number, hash } of await trail.heads()) {
        if (this.#written.get(tenantId) === number) continue;
        log(sealCheckpoint(keys, { tenantId, number, hash, atMs: clock.nowMs() }));
        this.#written.set(tenantId, number);
      }
    } catch (error) {
      log({ type: 'store_failed', error });
    }
  }
}
