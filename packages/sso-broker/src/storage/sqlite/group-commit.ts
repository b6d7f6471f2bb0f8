import type { Transact } from './database.ts';

/** Calls back soon, when those who came together have all come. */
export type Gather = (commit: () => void) => void;

interface Waiting {
  readonly inGroup: () => () => void;
  readonly alone: () => void;
}

/**
 * Transactions that come together are one: they share its sync of the disk, which is what takes the time. When anything in it
 * fails, all of it is rolled back and each is tried alone, so that nobody fails by another's error.
 */
export class GroupCommit {
  readonly #transact: Transact;
  readonly #gather: Gather;
  #waiting: Waiting[] = [];

  constructor(transact: Transact, gather: Gather) {
    this.#transact = transact;
    this.#gather = gather;
  }

  /** Resolves once the work is on disk. It may run twice, the first time for nothing. */
  async transact<Result>(work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        inGroup: () => {
          const result = work();
          return () => resolve(result);
        },
        alone: () => {
          try {
            resolve(this.#transact(work));
          } catch (error) {
            reject(error);
          }
        },
      });
      if (this.#waiting.length === 1) this.#gather(() => this.#commit());
    });
  }

  #commit(): void {
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length === 1) return group[0]?.alone();
    let answers: readonly (() => void)[];
    try {
      answers = this.#transact(() => group.map(({ inGroup }) => inGroup()));
    } catch {
      // Whatever it was, it is met again by whoever caused it.
      for (const { alone } of group) alone();
      return;
    }
    for (const answer of answers) answer();
  }
}
