import type { SandboxAccount } from '../configuration.ts';
import { sameSecret } from '../sso/account.ts';
import type { Switches } from '../switches.ts';

/** The account a Basic header stands for. Whether its user is whole or cut before `@` is open (instamed-protocol.md §11.7). */
export function authenticate(
  header: string | undefined,
  accounts: readonly SandboxAccount[],
  switches: Switches,
): SandboxAccount | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header ?? '')?.[1];
  const decoded = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 0) return undefined;
  const user = decoded.slice(0, colon);
  const password = decoded.slice(colon + 1);
  return accounts.find((account) => usersOf(account, switches).includes(user) && sameSecret(password, account.apiPassword));
}

function usersOf({ apiUser }: SandboxAccount, { basicUser }: Switches): readonly string[] {
  const local = apiUser.split('@', 1)[0] ?? apiUser;
  switch (basicUser) {
    case 'full':
      return [apiUser];
    case 'before-at':
      return [local];
    case 'either':
      return [apiUser, local];
    default:
      return basicUser satisfies never;
  }
}
