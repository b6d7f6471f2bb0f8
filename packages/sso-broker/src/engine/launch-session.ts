import type { Display } from '@collect-payment/contract';
import { byBroker, type Origin } from '../audit/audit-event.ts';
import { liveLaunchOf } from '../session/live-launch.ts';
import type { PaymentSession, Sale, SessionIn } from '../session/session.ts';
import { wholeTerms } from '../session/terms.ts';
import { holdLaunch } from './launch-limits.ts';
import type { EngineDependencies, LaunchResult } from './engine.ts';
import { phaseMsOf } from './phase.ts';
import type { Runner } from './runner.ts';

const launchIdBytes = 12;

/** Why another sign-on is wanted than the live one: for a sale, or for a page with a new token. */
export interface LaunchReason {
  readonly sale?: Sale;
  /** When the token of the page that is to make way ends. */
  readonly insteadOfMs?: number;
}

/**
 * Signs on for the session: intent stored, one call, answer stored. Only the caller that stored the intent makes the
 * call, and nobody ever repeats it: a launch whose caller dies is given up by the stored timer. A sign-on that was made for a sale, and
 * on which nothing is being sold, gives its page.
 *
 * @throws TransitionError when the session's status forbids a launch.
 */
export async function launchSession(
  { gateway, clock, randomBytes, launchLimits }: EngineDependencies,
  runner: Runner,
  session: PaymentSession,
  display: Display,
  by: Origin = byBroker,
  { sale, insteadOfMs }: LaunchReason = {},
): Promise<LaunchResult> {
  const live = liveLaunchOf(session, clock.nowMs());
  const renews =
    live !== undefined && live.tokenExpiresAtMs === insteadOfMs && session.status === 'open' ? session.current.token : undefined;
  if (live !== undefined && sale === undefined && renews === undefined) {
    const taken = await runner.apply(session, { type: 'pageTaken', atMs: clock.nowMs() }, undefined, by);
    const page = liveLaunchOf(taken, clock.nowMs());
    if (page !== undefined) return { type: 'launched', ...page, reused: true };
    // Paid on, canceled or making way meanwhile: the launch is judged by that.
  }

  if (session.status === 'open' && session.sale !== undefined && sale === undefined) {
    const forgone = await runner.apply(session, { type: 'saleForgone', atMs: clock.nowMs() }, undefined, by);
    const page = liveLaunchOf(forgone, clock.nowMs());
    if (page !== undefined) return { type: 'launched', ...page, reused: true };
  }

  const held = launchLimits && holdLaunch(session, launchLimits);
  if (held !== undefined) return held;

  const launchId = Buffer.from(randomBytes(launchIdBytes)).toString('hex');
  const requested = {
    type: 'launchRequested',
    launchId,
    display,
    atMs: clock.nowMs(),
    ...(sale !== undefined && { sale }),
    ...(renews !== undefined && { renews }),
  } as const;
  const intended = await runner.apply(session, requested, undefined, by);
  const answer = await gateway.launch(wholeTerms(intended.terms), display);
  launchLimits?.pace.take(session.terms.id);
  const atMs = clock.nowMs();
  if (answer.type !== 'launched') {
    if (answer.type === 'unavailable') runner.logUnavailable(intended, 'launch', answer);
    await runner.apply(intended, { type: 'launchFailed', launchId, atMs });
    return answer;
  }
  const { token, url } = answer;
  const phaseMs = phaseMsOf(session.terms.id, session.terms.polling.intervalMs);
  const opened = await runner.apply(intended, { type: 'launched', launchId, token, url, phaseMs, atMs });
  if (sale !== undefined && isOpenOn(opened, token))
    return { type: 'launched', url, display, tokenExpiresAtMs: opened.current.expiresAtMs, opening: opened.sequence, reused: false };
  const launch = liveLaunchOf(opened, atMs);
  // Given up or settled meanwhile: the token must not reach a browser.
  if (launch === undefined || launch.url !== url) return { type: 'unavailable', reason: 'timeout' };
  return { type: 'launched', ...launch, reused: false };
}

const isOpenOn = (session: PaymentSession, token: string): session is SessionIn<'open'> =>
  session.status === 'open' && session.current.token === token;
