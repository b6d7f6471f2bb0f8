import type { EventQueue } from '../event-queue.ts';
import type { Oracle } from '../oracle/oracle.ts';
import type { Random } from '../random.ts';
import type { TenantId } from '../configuration.ts';
import type { Caller } from './caller.ts';
import { newSessionOf, type Order } from './order.ts';

const pageSize = 2;
const longestWaitMs = 120_000;

/** A host's server: creates sessions until the broker says that they exist, and reads what has changed from where it last was. */
export class Host {
  readonly tenantId: TenantId;
  readonly #queue: EventQueue;
  readonly #caller: Caller;
  readonly #oracle: Oracle;
  readonly #random: Random;
  #position = 0;
  #reading = false;

  constructor(tenantId: TenantId, queue: EventQueue, caller: Caller, oracle: Oracle, random: Random) {
    this.tenantId = tenantId;
    this.#queue = queue;
    this.#caller = caller;
    this.#oracle = oracle;
    this.#random = random;
  }

  /** Asks under one idempotency key until an answer comes. */
  async create(order: Order): Promise<string> {
    const key = { key: `order-${order.id}`, fingerprint: 'same' };
    for (;;) {
      const result = await this.#caller.ask((engine) => engine.create(newSessionOf(order), key));
      if (result !== undefined && 'session' in result) return result.session.terms.id;
      await this.#queue.sleep(this.#random.between(500, longestWaitMs));
    }
  }

  /** Reads on to the end of the changes. False when an answer failed to come. */
  async read(): Promise<boolean> {
    if (this.#reading) return false;
    this.#reading = true;
    try {
      for (;;) {
        const from = this.#position;
        const page = await this.#caller.ask((engine) => engine.list(this.tenantId, from, pageSize));
        if (page === undefined) return false;
        for (const session of page.sessions) this.#oracle.told('host', this.tenantId, session);
        this.#position = page.nextPosition;
        if (!page.hasMore) return true;
      }
    } finally {
      this.#reading = false;
    }
  }
}
