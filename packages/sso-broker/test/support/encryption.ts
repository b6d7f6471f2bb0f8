import { randomBytes } from 'node:crypto';
import { Secret } from '../../src/configuration/secret.ts';
import { masterKeyOf, type MasterKey } from '../../src/sealing/master-key.ts';
import type { Encryption } from '../../src/sealing/unlock-data-keys.ts';

export const newMasterKey = (): MasterKey => masterKeyOf(new Secret<Uint8Array>(randomBytes(32)));

/** Master keys for the tenants of the store's tests. */
export function encryptionWith(...masterKeys: readonly [MasterKey, ...MasterKey[]]): Encryption {
  return { masterKeys, tenantIds: ['clinic', 'other'] };
}
