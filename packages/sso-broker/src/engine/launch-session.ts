import type { Display } from '@collect-payment/contract';
import { byBroker, type Origin } from '../audit/audit-event.ts';
import { liveLaunchOf } from '../session/live-launch.ts';
import type { PaymentSession } from '../session/session.ts';
import { wholeTerms } from '../session/terms.ts';
import { holdLaunch } from './launch-limits.ts';
import type { EngineDependencies, LaunchResult } from './engine.ts';
import { phaseMsOf } from './phase.ts';
import type { Runner } from './runner.ts';

const launchIdBytes = 12;

/**
 * Signs on for the session: intent stored, one call, answer stored. Only the caller that stored the intent makes the
 * call, and nobody ever repeats it: a launch whose caller dies is given up by the stored timer.
 *
 * @throws TransitionError when the session's status forbids a launch.
 */
export async function launchSession(
  { gateway, clock, randomBytes, launchLimits }: EngineDependencies,
  runner: Runner,
  session: PaymentSession,
  display: Display,
  by: Origin = byBroker,
): Promise<LaunchResult> {
  const live = liveLaunchOf(session, clock.nowMs());
  if (live !== undefined) return { type: 'launched', ...live, reused: true };

  const held = launchLimits && holdLaunch(session, launchLimits);
  if (held !== undefined) return held;

  const launchId = Buffer.from(randomBytes(launchIdBytes)).toString('hex');
  const intended = await runner.apply(session, { type: 'launchRequested', launchId, display, atMs: clock.nowMs() }, undefined, by);
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
  const launch = liveLaunchOf(opened, atMs);
  // Given up or settled meanwhile: the token must not reach a browser.
  if (launch === undefined || launch.url !== url) return { type: 'unavailable', reason: 'timeout' };
  return { type: 'launched', ...launch, reused: false };
}
