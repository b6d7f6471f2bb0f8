import type { FastifyInstance } from 'fastify';
import type { Clock } from '../engine/clock.ts';
import { BrokerError } from '../errors.ts';

/** Whether the broker is on its way out, and what it still has under way. */
export class Draining {
  #begun = false;
  #underWay = 0;
  readonly #whenIdle = Promise.withResolvers<void>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get begun(): boolean {
    return this.#begun;
  }

  /** Refuses from here on; resolves when the last answer under way has left, or after `deadlineMs`. */
  async begin(deadlineMs: number): Promise<void> {
    this.#begun = true;
    if (this.#underWay === 0) return;
    const cancelDeadline = this.#clock.setTimer(deadlineMs, () => this.#whenIdle.resolve());
    await this.#whenIdle.promise;
    cancelDeadline();
  }

  enter(): void {
    this.#underWay += 1;
  }

  leave(): void {
    this.#underWay -= 1;
    if (this.#begun && this.#underWay === 0) this.#whenIdle.resolve();
  }
}

/** Once draining, whatever still comes over an open connection is sent elsewhere; requests already under way are finished. */
export function refuseWhileDraining(app: FastifyInstance, draining: Draining): void {
  app.addHook('onRequest', async (request, reply) => {
    draining.enter();
    // Not onResponse: that is silent about a page that went away in mid-answer.
    reply.raw.once('close', () => draining.leave());
    if (draining.begun && request.routeOptions.url !== '/healthz') throw new BrokerError('ERR_DRAINING');
  });
  app.addHook('onSend', async (_request, reply) => {
    if (draining.begun) reply.header('connection', 'close');
  });
}
