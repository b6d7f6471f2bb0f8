import type { SsoParameters } from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';
import type { SandboxScreen } from '../screen-addresses.ts';

/** A sign-on that was accepted, whichever format it came in. */
export interface SignOn {
  readonly sso: 'saml' | 'nvp';
  readonly account: SandboxAccount;
  readonly parameters: SsoParameters;
  readonly screen: SandboxScreen;
  /** The payment that a void, refund or receipt screen is about. */
  readonly about?: string;
  /** The address the caller knows the sandbox by; the answer uses it too. */
  readonly origin: string;
}
