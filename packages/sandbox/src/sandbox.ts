import type { Logger } from 'pino';
import type { SandboxClock } from './clock.ts';
import type { SandboxConfiguration } from './configuration.ts';
import type { FaultBoard } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { AssertionCache } from './sso/assertion-cache.ts';
import type { TrustedCertificates } from './sso/saml/trusted-certificates.ts';
import type { SwitchBoard } from './switches.ts';
import type { WebhookPoster } from './webhook/webhook-poster.ts';

/** What every route works with. */
export interface Sandbox {
  readonly configuration: SandboxConfiguration;
  readonly clock: SandboxClock;
  readonly switches: SwitchBoard;
  readonly faults: FaultBoard;
  readonly ledger: Ledger;
  readonly assertions: AssertionCache;
  readonly certificates: TrustedCertificates;
  /** Absent where nobody is told. */
  readonly webhooks?: WebhookPoster;
  readonly log: Logger;
  /** The addresses the sandbox goes by, the one it is bound to first; known once it listens. */
  readonly origins: () => readonly [string, ...string[]];
  /** The one of them a request was sent to; the first when its Host header names none. */
  readonly originOf: (host: string) => string;
  readonly newUuid: () => string;
}
