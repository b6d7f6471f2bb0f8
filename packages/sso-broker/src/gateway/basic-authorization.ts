import { localPart } from '../configuration/local-part.ts';
import type { InstaMedAccount } from '../configuration/configuration.ts';

/** How NVP calls prove themselves: HTTP Basic with the API user, whole or cut before `@` (instamed-protocol.md §3.1). */
export function writeBasicAuthorization({ apiUser, apiUserForm, apiPassword }: InstaMedAccount): string {
  const user = apiUserForm === 'local' ? localPart(apiUser) : apiUser;
  return `Basic ${Buffer.from(`${user}:${apiPassword.reveal()}`).toString('base64')}`;
}
