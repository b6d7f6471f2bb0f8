import type { Random } from '@collect-payment/simulation/random';
import { pause } from '../pause.ts';
import { tenantIds } from '../world/credentials.ts';
import type { Order } from '../world/order.ts';
import { drawIntention } from './intention.ts';
import { Person, type PersonDependencies } from './person.ts';

/** The cents decide at the sandbox: approved, declined, or approved in part where that is allowed. */
const centsOf = { approved: 0, declined: 5, part: 10 } as const;

/** So many people at a time, one order after the other, until they are asked to come no more. */
export class Crowd {
  readonly orders: Order[] = [];
  readonly #stage: string;
  readonly #dependencies: Omit<PersonDependencies, 'closing' | 'random'>;
  readonly #random: Random;
  readonly #shut = new AbortController();
  readonly #closing = new AbortController();
  readonly #queues: Promise<void>[];

  constructor(stage: string, dependencies: Omit<PersonDependencies, 'closing' | 'random'>, random: Random, atATime: number) {
    this.#stage = stage;
    this.#dependencies = dependencies;
    this.#random = random;
    this.#queues = Array.from({ length: atATime }, () => this.#queue());
  }

  /** Lets nobody in any more. */
  shut(): void {
    this.#shut.abort();
  }

  /** Resolves when everybody has left; those who dawdle are hurried. */
  async empty(withinMs: number): Promise<void> {
    const hurry = pause(withinMs, this.#closing.signal).then(() => this.#closing.abort());
    await Promise.all(this.#queues);
    this.#closing.abort();
    await hurry;
  }

  async #queue(): Promise<void> {
    while (!this.#shut.signal.aborted) {
      const order = this.#order();
      const random = this.#random.fork(order.id);
      const person = new Person({ ...this.#dependencies, random, closing: this.#closing.signal }, order);
      await person.live(drawIntention(random));
      await pause(random.spread(20, 1_000), this.#shut.signal);
    }
  }

  #order(): Order {
    const random = this.#random;
    const verdict = random.pick<keyof typeof centsOf>(['approved', 'approved', 'approved', 'approved', 'approved', 'declined', 'part']);
    const order: Order = {
      id: `${this.#stage}-${this.orders.length + 1}`,
      tenantId: random.pick(tenantIds),
      cents: random.between(10, 900) * 100 + centsOf[verdict],
      allowPartial: random.chance(0.8),
      launchesAsked: 0,
      isLeftAlone: false,
    };
    this.orders.push(order);
    return order;
  }
}
