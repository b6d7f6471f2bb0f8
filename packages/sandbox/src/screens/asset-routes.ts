import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const assets = [
  { name: 'screen.css', type: 'text/css; charset=utf-8' },
  { name: 'form.css', type: 'text/css; charset=utf-8' },
  { name: 'screen.js', type: 'text/javascript; charset=utf-8' },
] as const;

/** The style sheets and the one script of all pages. */
export function registerAssets(app: FastifyInstance): void {
  for (const { name, type } of assets) {
    const content = readFileSync(new URL(`client/${name}`, import.meta.url));
    app.get(`/sandbox/assets/${name}`, (_request, reply) =>
      reply.header('content-type', type).header('cache-control', 'no-cache').send(content),
    );
  }
}
