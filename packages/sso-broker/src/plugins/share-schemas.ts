import type { FastifyInstance } from 'fastify';

/** Registers each named schema (`$id`) once and puts a reference in its place, wherever routes use it. */
export function shareSchemas(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.schema !== undefined)
      route.schema = Object.fromEntries(Object.entries(route.schema).map(([key, part]) => [key, share(app, part)]));
  });
}

function share(app: FastifyInstance, schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((item) => share(app, item));
  if (typeof schema !== 'object' || schema === null) return schema;
  const shared = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, share(app, part)]));
  const { $id: id } = shared;
  if (typeof id !== 'string') return shared;
  if (app.getSchema(id) === undefined) app.addSchema(shared);
  return { $ref: `${id}#` };
}
