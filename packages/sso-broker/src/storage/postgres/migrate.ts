import { StoreError } from '../store-error.ts';
import { createClient, withStoreErrors } from './connections.ts';
import { migrations } from './migrations.ts';
import type { PostgresSettings } from './postgres-settings.ts';

/** "CPAY"; advisory locks are the database's, and the database is ours alone. */
const migrationLock = 0x43504159;

/**
 * Brings the schema up to date in one transaction. Of several brokers that start at once one does it, and the others wait.
 *
 * @throws StoreError ERR_STORE_NEWER, ERR_STORE_UNAVAILABLE
 */
export async function migrate(settings: PostgresSettings): Promise<void> {
  await withStoreErrors(async () => {
    const client = createClient(settings, 'collect-payment-migration');
    // Told by the query that fails; without a listener it would end the process.
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
      await client.query(
        'CREATE TABLE IF NOT EXISTS schema_versions (version integer PRIMARY KEY, taken_at timestamptz NOT NULL DEFAULT clock_timestamp())',
      );
      const { rows } = await client.query<{ taken: number }>('SELECT coalesce(max(version), 0) AS taken FROM schema_versions');
      const taken = rows[0]?.taken ?? 0;
      if (taken > migrations.length) throw new StoreError('ERR_STORE_NEWER');
      for (const [index, migration] of migrations.entries()) {
        if (index < taken) continue;
        await client.query(migration);
        await client.query('INSERT INTO schema_versions (version) VALUES ($1)', [index + 1]);
      }
      await client.query('COMMIT');
    } finally {
      await client.end().catch(() => undefined);
    }
  });
}
