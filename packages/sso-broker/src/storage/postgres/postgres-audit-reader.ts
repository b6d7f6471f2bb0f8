import type { OpenAuditReader } from '../audit-trail.ts';
import { createClient, withStoreErrors } from './connections.ts';
import { readHeads, readRows } from './postgres-audit-trail.ts';
import type { PostgresSettings } from './postgres-settings.ts';

/** Reads in one snapshot, so that a broker that goes on writing is not seen halfway. */
export async function openPostgresAudit(settings: PostgresSettings): Promise<OpenAuditReader> {
  const client = createClient(settings, 'collect-payment-audit');
  client.on('error', () => undefined);
  await withStoreErrors(async () => {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  });
  return {
    heads: () => withStoreErrors(() => readHeads(client)),
    read: (tenantId, afterNumber, limit) => withStoreErrors(() => readRows(client, tenantId, afterNumber, limit)),
    close: () => client.end(),
  };
}
