import type { StoreWatcher } from '@collect-payment/sso-broker/core';
import type { EventQueue } from '../event-queue.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Life } from './life.ts';

const hourMs = 3_600_000;
const longestCutMs = 600_000;
/** The listener asks every 10 s and waits 5 s for an answer, then connects again (storage/postgres/change-listener.ts). */
const longestSilenceMs = 16_000;

/** One broker's way to the database that it shares: cut for a while, it is alone with what it remembers, and the others go on. */
export class DatabaseLink {
  readonly #queue: EventQueue;
  readonly #faults: Faults;
  readonly #random: Random;
  readonly #cuts: readonly { readonly fromMs: number; readonly toMs: number }[];
  #listening = true;

  constructor(queue: EventQueue, faults: Faults, random: Random) {
    this.#queue = queue;
    this.#faults = faults;
    this.#random = random;
    const cuts = faults.strikes('database unreachable') ? random.between(1, 5) : 0;
    this.#cuts = Array.from({ length: cuts }, () => {
      const fromMs = queue.nowMs + random.spread(60_000, 30 * hourMs);
      return { fromMs, toMs: fromMs + random.spread(1_000, longestCutMs) };
    });
  }

  get isCut(): boolean {
    const { nowMs } = this.#queue;
    return this.#cuts.some(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs);
  }

  /** A process starts and connects. */
  open(): void {
    this.#listening = true;
  }

  /** A notification comes, soon or late, or the connection that it comes by is found broken. What is missed meanwhile is missed. */
  carry(life: Life, watcher: StoreWatcher, sessionId: string): void {
    if (!this.#listening) return;
    if (this.isCut || this.#faults.strikes('notification lost')) {
      this.#listening = false;
      this.#reconnect(life, watcher);
      return;
    }
    const delayMs = this.#faults.strikes('notification late') ? this.#random.between(1_000, 30_000) : this.#random.between(1, 50);
    life.later(delayMs, () => watcher.changed(sessionId));
  }

  #reconnect(life: Life, watcher: StoreWatcher): void {
    life.later(this.#random.between(1_000, longestSilenceMs), () => {
      if (this.isCut) return this.#reconnect(life, watcher);
      this.#listening = true;
      watcher.missedSome();
    });
  }
}
