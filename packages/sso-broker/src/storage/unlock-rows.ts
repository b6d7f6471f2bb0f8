import { unlockDataKeys, type Encryption, type WrappedKey } from '../sealing/unlock-data-keys.ts';
import type { Row } from './page-rows.ts';
import type { RowAccess } from './row-access.ts';
import { clearRows, type RowCodec } from './row-codec.ts';
import { sealOldRows } from './seal-old-rows.ts';
import { sealedRows } from './sealed-rows.ts';

/**
 * Opens the data keys, makes those that are missing, and seals what was written before there were any.
 *
 * @throws StoreError ERR_STORE_KEY_MISSING, ERR_STORE_KEY_UNAVAILABLE
 */
export async function unlockRows(access: RowAccess, encryption: Encryption | undefined): Promise<RowCodec> {
  const { keys, uncovered } = await access.transact(async () => {
    const rows = await access.query('SELECT id, tenant_id, master_key_id, wrapped, covers_all FROM data_keys ORDER BY tenant_id');
    const unlocked = await unlockDataKeys(
      rows.map((row) => readWrappedKey(row)),
      encryption,
    );
    for (const { id, tenantId, masterKeyId, wrapped } of unlocked.changed)
      await access.query(
        `INSERT INTO data_keys (tenant_id, id, master_key_id, wrapped) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id) DO UPDATE SET master_key_id = excluded.master_key_id, wrapped = excluded.wrapped`,
        [tenantId, id, masterKeyId, wrapped],
      );
    const covered = new Set(rows.flatMap((row) => (Number(row['covers_all']) === 1 ? [String(row['id'])] : [])));
    return { keys: unlocked.keys, uncovered: unlocked.keys.filter(({ id }) => !covered.has(id)) };
  });
  if (keys.length === 0) return clearRows;
  const codec = sealedRows(keys);
  for (const { tenantId } of uncovered) await sealOldRows(access, codec, tenantId);
  return codec;
}

const readWrappedKey = (row: Row): WrappedKey => ({
  id: String(row['id']),
  tenantId: String(row['tenant_id']),
  masterKeyId: String(row['master_key_id']),
  wrapped: String(row['wrapped']),
});
