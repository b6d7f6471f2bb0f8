import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';

/** What Fastify tells of every instance it makes; an official channel, so that nothing need be opened in the broker for this. */
const made = 'fastify.initialization';

/** Starts something, and tells every route it registers on the way, as `GET /path`: the running program's own list. */
export async function routesOf<Started>(start: () => Promise<Started>): Promise<{ started: Started; routes: readonly string[] }> {
  const routes: string[] = [];
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url }) => {
      routes.push(...[method].flat().map((each) => `${each} ${url}`));
    });
  };
  subscribe(made, listen);
  try {
    return { started: await start(), routes: routes.toSorted() };
  } finally {
    unsubscribe(made, listen);
  }
}
