import { TokenBuckets } from '../limits/token-buckets.ts';
import type { PaymentSession } from '../session/session.ts';
import { allWatches } from '../session/watches.ts';
import type { Clock } from './clock.ts';

/** Who sees a launch fail may try again at once, and then waits. */
const launchesAtOnce = 2;

/** How often one session may be launched. A live launch that is given again is none. */
export interface LaunchLimits {
  /** By session id. Counted by this broker alone. */
  readonly pace: Pick<TokenBuckets, 'take' | 'waitMs'>;
  /** Tokens of one session, over all brokers and for ever: they are stored with it. */
  readonly launchesPerSession: number;
}

export type HeldLaunch = { readonly type: 'too_soon'; readonly waitMs: number } | { readonly type: 'spent' };

/** Why the session is not launched now; undefined where it may be, or where its status forbids it anyway. */
export function holdLaunch(session: PaymentSession, { pace, launchesPerSession }: LaunchLimits): HeldLaunch | undefined {
  if (session.status !== 'created' && session.status !== 'expired') return undefined;
  if (allWatches(session).length >= launchesPerSession) return { type: 'spent' };
  const waitMs = pace.waitMs(session.terms.id);
  return waitMs > 0 ? { type: 'too_soon', waitMs } : undefined;
}

export function createLaunchLimits(launchIntervalMs: number, launchesPerSession: number, clock: Clock): LaunchLimits {
  const rate = { perSecond: 1000 / launchIntervalMs, burst: launchesAtOnce };
  return { pace: new TokenBuckets(rate, () => clock.nowMs()), launchesPerSession };
}
