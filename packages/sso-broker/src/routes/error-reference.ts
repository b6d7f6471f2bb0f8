import { errorCatalogue } from '../errors.ts';
import type { RouteContext } from './route-context.ts';

const rows = Object.entries(errorCatalogue).map(
  ([code, { status, retryable, summary }]) =>
    `<h2 id="${code}">${code}</h2><p>HTTP ${status}, ${retryable ? 'retryable' : 'not retryable'}. ${summary}</p>`,
);
const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Error codes</title><h1>Error codes</h1>${rows.join('\n')}</html>`;

/** The page that every refusal's docUrl points at: the catalogue, as in docs/errors.md. */
export function errorReference({ app }: RouteContext): void {
  app.get('/docs/errors', { schema: { hide: true } }, async (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
}
