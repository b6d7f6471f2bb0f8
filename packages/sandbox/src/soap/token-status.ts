import { launchState, type Launch } from '../launch.ts';
import type { Sandbox } from '../sandbox.ts';
import { findAccount, sameSecret } from '../sso/account.ts';

/** A SOAP answer before it is written: a result, or a fault. */
export type StatusAnswer =
  | { readonly type: 'word'; readonly word: string }
  | { readonly type: 'fault'; readonly code: 'client' | 'server'; readonly reason: string };

interface TokenCredentials {
  readonly tokenId: string;
  readonly accountId: string;
  readonly alias: string;
  readonly password: string;
}

export type TokenLookup =
  | { readonly type: 'found'; readonly launch: Launch }
  | { readonly type: 'bad-credentials' }
  | { readonly type: 'unknown-token' };

/** The launch of a token, for whoever holds the SSO credentials of its account (instamed-protocol.md §2.1). */
export function lookUpToken(credentials: TokenCredentials, { configuration, ledger }: Sandbox): TokenLookup {
  const account = findAccount(configuration.accounts, { accountId: credentials.accountId, ssoAlias: credentials.alias });
  if (account === undefined || !sameSecret(credentials.password, account.securityKey)) return { type: 'bad-credentials' };
  const launch = ledger.launches.get(credentials.tokenId);
  return launch?.account === account ? { type: 'found', launch } : { type: 'unknown-token' };
}

/** The status word. Each word that sources leave open is a switch (§11.1, §11.2). */
export function tokenStatus(credentials: TokenCredentials, sandbox: Sandbox): StatusAnswer {
  const { badPasswordStatus, unknownTokenStatus, finishedStatus, canceledStatus } = sandbox.switches.current;
  const found = lookUpToken(credentials, sandbox);
  if (found.type === 'bad-credentials') return wordOrFault(badPasswordStatus, 'Invalid AccountID or Password.');
  if (found.type === 'unknown-token') return wordOrFault(unknownTokenStatus, 'The token is unknown.');
  found.launch.polls += 1;
  const words = { new: 'NEW', finished: finishedStatus, canceled: canceledStatus, expired: 'EXPIRED' } as const;
  return { type: 'word', word: words[launchState(found.launch, sandbox.clock.now())] };
}

const wordOrFault = (word: string, reason: string): StatusAnswer =>
  word === 'fault' ? { type: 'fault', code: 'client', reason } : { type: 'word', word };
