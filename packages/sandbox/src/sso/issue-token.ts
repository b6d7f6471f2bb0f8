import { tokenFrom } from '../launch.ts';
import type { Sandbox } from '../sandbox.ts';
import type { SignOn } from './sign-on.ts';

/** Enters an accepted sign-on into the ledger, and gives its token. */
export function issueToken(signOn: SignOn, { clock, ledger, newUuid }: Sandbox): string {
  const { account, parameters, screen, sso, about } = signOn;
  const token = tokenFrom(newUuid());
  const fresh = { transactions: [], canceled: false, opened: false, polls: 0, receiptReads: 0 };
  ledger.launches.set(token, {
    token,
    account,
    parameters,
    screen,
    sso,
    createdAt: clock.now(),
    ...fresh,
    ...(about !== undefined && { about }),
  });
  return token;
}
