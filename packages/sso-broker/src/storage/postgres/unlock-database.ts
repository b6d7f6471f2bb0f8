import type { Encryption } from '../../sealing/unlock-data-keys.ts';
import type { Row } from '../page-rows.ts';
import type { RowCodec } from '../row-codec.ts';
import { unlockRows } from '../unlock-rows.ts';
import { createClient, withStoreErrors } from './connections.ts';
import type { PostgresSettings } from './postgres-settings.ts';

/** "CPDK": of several brokers that start at once one makes the data keys, and the others find them. */
const dataKeyLock = 0x4350444b;

/** Opens the data keys of the database. Rejects with StoreError ERR_STORE_KEY_MISSING, ERR_STORE_KEY_UNAVAILABLE, ERR_STORE_UNAVAILABLE. */
export async function unlockDatabase(settings: PostgresSettings, encryption: Encryption | undefined): Promise<RowCodec> {
  return withStoreErrors(async () => {
    const client = createClient(settings, 'collect-payment-keys');
    // Told by the query that fails; without a listener it would end the process.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await unlockRows(
        {
          query: async (sql, values = []) => (await client.query<Row>(sql, [...values])).rows,
          async transact(work) {
            await client.query('BEGIN');
            await client.query('SELECT pg_advisory_xact_lock($1)', [dataKeyLock]);
            // An error ends the connection, and with it the transaction.
            const result = await work();
            await client.query('COMMIT');
            return result;
          },
        },
        encryption,
      );
    } finally {
      await client.end().catch(() => undefined);
    }
  });
}
