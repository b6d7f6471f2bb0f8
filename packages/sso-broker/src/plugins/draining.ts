import type { FastifyInstance } from 'fastify';
import type { Clock } from '../engine/clock.ts';
import { BrokerError } from '../errors.ts';

/** Answers that have not left yet. */
class UnderWay {
  readonly #clock: Clock;
  #size = 0;
  #whenIdle: (() => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#size;
  }

  /** Resolves when the last one has left, or after `deadlineMs`. */
  async ended(deadlineMs: number): Promise<void> {
    if (this.#size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#whenIdle.push(resolve);
    const cancelDeadline = this.#clock.setTimer(deadlineMs, resolve);
    await promise;
    cancelDeadline();
  }

  enter(): void {
    this.#size += 1;
  }

  leave(): void {
    this.#size -= 1;
    if (this.#size === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}

/** Whether the broker is on its way out, and what it still has under way. */
export class Draining {
  readonly requests: UnderWay;
  /** Answers without an end of their own: nobody waits for them before they were asked to reconnect. */
  readonly streams: UnderWay;
  #begun = false;

  constructor(clock: Clock) {
    this.requests = new UnderWay(clock);
    this.streams = new UnderWay(clock);
  }

  get begun(): boolean {
    return this.#begun;
  }

  /** Refuses from here on. */
  begin(): void {
    this.#begun = true;
  }
}

/** Once draining, whatever still comes over an open connection is sent elsewhere; requests already under way are finished. */
export function refuseWhileDraining(app: FastifyInstance, draining: Draining): void {
  app.addHook('onRequest', async (request, reply) => {
    const counted = request.routeOptions.config.isStream === true ? draining.streams : draining.requests;
    counted.enter();
    // Not onResponse: that is silent about a page that went away in mid-answer.
    reply.raw.once('close', () => counted.leave());
    if (draining.begun && request.routeOptions.url !== '/healthz') throw new BrokerError('ERR_DRAINING');
  });
  app.addHook('onSend', async (_request, reply) => {
    if (draining.begun) reply.header('connection', 'close');
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer goes on until the page or the broker goes. */
    readonly isStream?: boolean;
  }
}
