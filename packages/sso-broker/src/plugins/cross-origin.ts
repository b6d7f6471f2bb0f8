import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import type { Tenant } from '../configuration/configuration.ts';

/** Lets the pages of any tenant ask; a preflight has no credential. Which tenant's session a page may touch is the guard's to say. */
export async function allowTenantOrigins(app: FastifyInstance, tenants: readonly Tenant[]): Promise<void> {
  const origins = new Set(tenants.flatMap((tenant) => tenant.allowedOrigins));
  await app.register(cors, {
    origin: (origin, answer) => answer(null, origin !== undefined && origins.has(origin)),
    strictPreflight: false,
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'last-event-id', 'idempotency-key'],
    exposedHeaders: ['request-id', 'retry-after', 'idempotent-replayed'],
    maxAge: 600,
    credentials: false,
  });
}
