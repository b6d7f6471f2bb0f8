import type { Engine } from '@collect-payment/sso-broker/core';
import type { Broker } from '../broker/broker.ts';
import type { EventQueue } from '../event-queue.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';

/** Callers wait this long for an answer. */
const patienceMs = 60_000;

/** The way from pages and hosts to the broker: a call can be lost, doubled, or done without its answer ever coming back. */
export class Caller {
  readonly #queue: EventQueue;
  readonly #brokers: readonly [Broker, ...Broker[]];
  readonly #faults: Faults;
  readonly #random: Random;

  constructor(queue: EventQueue, brokers: readonly [Broker, ...Broker[]], faults: Faults, random: Random) {
    this.#queue = queue;
    this.#brokers = brokers;
    this.#faults = faults;
    this.#random = random;
  }

  /** Whichever broker answers at the address. */
  any(): Broker {
    return this.#random.pick(this.#brokers);
  }

  /** Undefined when no answer came, whatever the call has done. */
  async ask<Result>(question: (engine: Engine) => Promise<Result>): Promise<Result | undefined> {
    await this.#queue.sleep(this.#random.between(5, 80));
    if (this.#faults.strikes('page call lost')) return this.#queue.sleep(patienceMs).then(() => undefined);
    if (this.#faults.strikes('page call doubled')) this.#queue.plan(this.#random.between(0, 3_000), () => void this.any().ask(question));
    const answer = await Promise.race([this.any().ask(question), this.#queue.sleep(patienceMs)]);
    if (this.#faults.strikes('page answer lost')) return this.#queue.sleep(patienceMs).then(() => undefined);
    await this.#queue.sleep(this.#random.between(5, 80));
    return answer ?? undefined;
  }
}
