import { createHash, timingSafeEqual } from 'node:crypto';
import type { Tenant } from '../configuration/configuration.ts';
import type { Scope } from './scopes.ts';

/** A host's server, proved by a secret key. */
export interface HostIdentity {
  readonly tenant: Tenant;
  /** Which of its keys. */
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}

/** Whose secret key this is. Every live key is compared, in constant time, so the answer's timing tells nothing. */
export function verifySecretKey(tenants: readonly Tenant[], secretKey: string): HostIdentity | undefined {
  const sha256 = createHash('sha256').update(secretKey).digest();
  let found: HostIdentity | undefined;
  for (const tenant of tenants) {
    for (const live of tenant.secretKeys) {
      if (timingSafeEqual(live.sha256, sha256)) found = { tenant, keyId: live.id, scopes: live.scopes };
    }
  }
  return found;
}
