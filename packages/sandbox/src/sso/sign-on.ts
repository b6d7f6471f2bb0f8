import type { ScreenName, SsoParameters } from '@collect-payment/protocol';
import type { SandboxAccount } from '../configuration.ts';

/** A sign-on that was accepted, whichever format it came in. */
export interface SignOn {
  readonly sso: 'saml' | 'nvp';
  readonly account: SandboxAccount;
  readonly parameters: SsoParameters;
  readonly screen: ScreenName;
  /** The payment that a void screen is about. */
  readonly voids?: string;
  /** The address the caller knows the sandbox by; the answer uses it too. */
  readonly origin: string;
}
