import { randomBytes } from 'node:crypto';
import { StoreError } from '../storage/store-error.ts';
import { dataKeyBytes, dataKeyOf, type DataKey } from './data-key.ts';
import type { MasterKey } from './master-key.ts';

/** By what the database is sealed. */
export interface Encryption {
  /** The first wraps; all of them unwrap, so that the master key can be changed. */
  readonly masterKeys: readonly [MasterKey, ...MasterKey[]];
  /** Whose rows are sealed: each has a data key of its own. */
  readonly tenantIds: readonly string[];
}

/** A data key as it is stored. */
export interface WrappedKey {
  readonly id: string;
  readonly tenantId: string;
  readonly masterKeyId: string;
  /** Base64. */
  readonly wrapped: string;
}

export interface UnlockedKeys {
  readonly keys: readonly DataKey[];
  /** To be stored, by their ids: keys of tenants that had none, and those that a new master key has wrapped. */
  readonly changed: readonly WrappedKey[];
}

/**
 * Opens the data keys of a database, makes those that are missing, and wraps under the first master key what another one had wrapped.
 *
 * @throws StoreError ERR_STORE_KEY_MISSING, ERR_STORE_KEY_UNAVAILABLE
 */
export async function unlockDataKeys(stored: readonly WrappedKey[], encryption: Encryption | undefined): Promise<UnlockedKeys> {
  if (encryption === undefined) {
    const [first] = stored;
    if (first !== undefined) throw keyMissing(first.masterKeyId);
    return { keys: [], changed: [] };
  }
  try {
    return await unlock(stored, encryption);
  } catch (cause) {
    throw cause instanceof StoreError ? cause : new StoreError('ERR_STORE_KEY_UNAVAILABLE', { cause });
  }
}

async function unlock(stored: readonly WrappedKey[], { masterKeys, tenantIds }: Encryption): Promise<UnlockedKeys> {
  const ids = await Promise.all(masterKeys.map((masterKey) => masterKey.id()));
  const [first] = masterKeys;
  const keys: DataKey[] = [];
  const changed: WrappedKey[] = [];
  const wrap = async (id: string, tenantId: string, bytes: Uint8Array) => {
    const wrapped = Buffer.from(await first.wrap(bytes, contextOf(id, tenantId))).toString('base64');
    changed.push({ id, tenantId, masterKeyId: ids[0] ?? '', wrapped });
  };
  for (const { id, tenantId, masterKeyId, wrapped } of stored) {
    const masterKey = masterKeys[ids.indexOf(masterKeyId)];
    if (masterKey === undefined) throw keyMissing(masterKeyId);
    const bytes = await masterKey.unwrap(Buffer.from(wrapped, 'base64'), contextOf(id, tenantId));
    keys.push(dataKeyOf(id, tenantId, bytes));
    if (masterKey !== first) await wrap(id, tenantId, bytes);
  }
  for (const tenantId of tenantIds) {
    if (keys.some((key) => key.tenantId === tenantId)) continue;
    const id = randomBytes(8).toString('hex');
    const bytes = randomBytes(dataKeyBytes);
    await wrap(id, tenantId, bytes);
    keys.push(dataKeyOf(id, tenantId, bytes));
  }
  return { keys, changed };
}

const contextOf = (id: string, tenantId: string): string => `${id} ${tenantId}`;

/** The operator is told which one, by its id. */
function keyMissing(masterKeyId: string): StoreError {
  const cause = Object.assign(new Error('No such master key'), { code: `master key ${masterKeyId}` });
  return new StoreError('ERR_STORE_KEY_MISSING', { cause });
}
