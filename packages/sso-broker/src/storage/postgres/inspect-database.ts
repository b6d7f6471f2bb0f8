import { createClient, withStoreErrors } from './connections.ts';
import { migrations } from './migrations.ts';
import type { PostgresSettings } from './postgres-settings.ts';

/** What a broker would find. */
export interface PostgresState {
  readonly type: 'postgres';
  /** The server's version as a number: 180001 is 18.1. */
  readonly version: number;
  /** Takes no writes. */
  readonly isStandby: boolean;
  readonly mayCreateTables: boolean;
  readonly schema: 'none' | 'ours' | 'newer';
}

const answerTimeoutMs = 5_000;

/** Asks and changes nothing. Rejects with StoreError ERR_STORE_UNAVAILABLE. */
export async function inspectPostgres(settings: PostgresSettings): Promise<PostgresState> {
  return withStoreErrors(async () => {
    const client = createClient(settings, 'collect-payment-doctor');
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query(`SET default_transaction_read_only = on; SET statement_timeout = ${answerTimeoutMs}`);
      const { rows } = await client.query<{ version: number; standby: boolean; create: boolean | null; present: boolean }>(
        `SELECT current_setting('server_version_num')::integer AS version, pg_is_in_recovery() AS standby,
           has_schema_privilege(current_schema(), 'CREATE') AS create, to_regclass('schema_versions') IS NOT NULL AS present`,
      );
      const { version = 0, standby = false, create = false, present = false } = rows[0] ?? {};
      const taken = present
        ? (await client.query<{ taken: number }>('SELECT coalesce(max(version), 0) AS taken FROM schema_versions')).rows[0]?.taken
        : undefined;
      const schema = taken === undefined ? 'none' : taken > migrations.length ? 'newer' : 'ours';
      return { type: 'postgres', version, isStandby: standby, mayCreateTables: create === true, schema };
    } finally {
      await client.end().catch(() => undefined);
    }
  });
}
