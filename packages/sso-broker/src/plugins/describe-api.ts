import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

/** Collects the schemas of the routes that come after it into one OpenAPI document. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, index) => (typeof schema['$id'] === 'string' ? schema['$id'] : `schema-${index}`),
    },
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Collect Payment SSO broker', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      components: {
        securitySchemes: {
          secretKey: { type: 'http', scheme: 'bearer', description: "A host server's secret key, sk_…" },
          clientSecret: { type: 'http', scheme: 'bearer', description: 'The client secret of one payment session, cs_…' },
        },
      },
    },
  });
}
