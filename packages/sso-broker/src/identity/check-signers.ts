import type { Tenant } from '../configuration/configuration.ts';
import { provesCertificate, SignerError } from './saml-signer.ts';

/** Asks every external signer for one signature, so that a wrong one is found at the start and not by a patient. Rejects with SignerError. */
export async function checkSigners(tenants: readonly Tenant[]): Promise<void> {
  for (const { id, instamed } of tenants) {
    const { signing, next } = instamed.saml ?? {};
    const following = next?.use && { key: next.use.key, certificate: next.certificate };
    for (const identity of [signing, following]) {
      if (identity?.key.type !== 'external') continue;
      if (!(await provesCertificate(identity.key, identity.certificate)))
        throw new SignerError(`The signer of tenant ${id} signs with another key than that of its certificate`);
    }
  }
}
