import type { Tenant } from '../../configuration/configuration.ts';
import { ok, warn, type Check } from './check.ts';

/** Whether a file that holds a secret is its owner's alone. The private keys among them are refused with the configuration. */
export function judgeSecretFile(field: string, isOpenToOthers: boolean): Check {
  return isOpenToOthers ? warn(field, 'its file can be read by others: chmod 600 it') : ok(field, "its file is its owner's alone");
}

/** How far the change of a tenant's signing key has come. */
export function judgeNextSigning({ id, instamed: { saml } }: Tenant, nowMs: number): readonly Check[] {
  const what = `${id}: saml/next`;
  if (saml?.next === undefined) return [];
  const { use } = saml.next;
  if (use === undefined) return [ok(what, 'is published: set signingKey and notBeforeUse when InstaMed trusts it')];
  if (use.fromMs > nowMs) return [ok(what, `signs from ${new Date(use.fromMs).toISOString()}`)];
  return [warn(what, 'signs already: move it into signingKey and signingCertificate')];
}
