import { createHash, timingSafeEqual } from 'node:crypto';
import type { SandboxAccount } from '../configuration.ts';

/** Compares secrets without telling by its duration where they differ. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** The names a sign-on or a token status call gives for an account. InstaMed account IDs are e-mail-shaped: case does not matter. */
export interface AccountNames {
  readonly accountId: string;
  readonly ssoAlias: string;
  readonly id?: string | undefined;
}

export function findAccount(accounts: readonly SandboxAccount[], names: AccountNames): SandboxAccount | undefined {
  return accounts.find(
    (account) =>
      account.accountId.toLowerCase() === names.accountId.toLowerCase() &&
      account.ssoAlias === names.ssoAlias &&
      (names.id === undefined || account.id === names.id),
  );
}
