import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** What a tenant's rows are sealed under. Its bytes are known to nobody but this process and, wrapped, to the database. */
export interface DataKey {
  /** Stands in every envelope. */
  readonly id: string;
  readonly tenantId: string;
  readonly cipher: KeyObject;
  /** Makes the nonces of what must be found again. */
  readonly nonces: KeyObject;
}

export const dataKeyBytes = 32;

/** One key for each purpose, so that nothing made for the one tells anything of the other (RFC 5869). */
export function dataKeyOf(id: string, tenantId: string, bytes: Uint8Array): DataKey {
  const subkey = (purpose: string) => createSecretKey(new Uint8Array(hkdfSync('sha256', bytes, '', purpose, dataKeyBytes)));
  return { id, tenantId, cipher: subkey('sealed rows'), nonces: subkey('nonces of sealed rows') };
}
