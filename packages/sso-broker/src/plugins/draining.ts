import type { FastifyInstance } from 'fastify';
import { BrokerError } from '../errors.ts';

/** Whether the broker is on its way out. */
export class Draining {
  #begun = false;

  get begun(): boolean {
    return this.#begun;
  }

  begin(): void {
    this.#begun = true;
  }
}

/** Once draining, whatever still comes over an open connection is sent elsewhere; requests already under way are finished. */
export function refuseWhileDraining(app: FastifyInstance, draining: Draining): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!draining.begun || request.url === '/healthz') return;
    reply.header('connection', 'close');
    throw new BrokerError('ERR_DRAINING');
  });
}
