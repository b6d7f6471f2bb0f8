import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const dist = fileURLToPath(new URL('../../../packages/card-reader/dist/', import.meta.url));

/** Serves the scripts of the card reader under `/readers/`, from where the staff page loads each when it needs it. */
export async function serveReaders(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, { root: dist, prefix: '/readers/', decorateReply: false, cacheControl: false });
}
